"""What linking gives: a figure's metric, what it rests on, and what could not be understood."""

from dataclasses import dataclass, field
from typing import NamedTuple

from warehouse.records import Certainty, LinkBasis


class Link(NamedTuple):
    """The metric of a figure, the frame that said so, what it rests on, and how sure it is.

    `leans_on` is the index of the figure whose metric it takes.
    """

    metric: str
    rule: str
    basis: LinkBasis
    certainty: Certainty = Certainty.LIKELY
    leans_on: int | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """A paragraph's links by figure, metrics between which a figure is tied, words that barred a link.

    `named` are the concepts of the own words of each figure with a link, those before it if there are any,
    `near` the metrics that a figure without one comes near to.
    """

    links: dict[int, Link] = field(default_factory=dict)
    ties: dict[int, tuple[str, ...]] = field(default_factory=dict)
    unknown: dict[int, tuple[str, str]] = field(default_factory=dict)
    named: dict[int, frozenset[str]] = field(default_factory=dict)
    near: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def guesses(self, index: int) -> tuple[str, ...]:
        """Metrics that a figure without a link may be, first those that it is tied between or barred from."""
        barred = self.unknown.get(index)
        told = (*self.ties.get(index, ()), *((barred[0],) if barred else ()))
        return (*told, *self.near.get(index, ()))

"""Paragraphs as linking sees them: each figure a `#`, so that wordings are patterns over words."""

from dataclasses import dataclass

from transform.context import Figure
from transform.quantities import Quantity
from transform.rules import FIGURE
from warehouse.records import Direction, Role


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with its role, as linking needs it.

    `index` counts the figures of the paragraph; `leans` tells one with no noun of its own.
    """

    figure: Figure
    role: Role
    direction: Direction | None
    index: int
    leans: bool = False


@dataclass(frozen=True, slots=True)
class Masked:
    """A paragraph with each figure as `#`, where each of them stands, and the figures themselves.

    `headings` are those above the paragraph, outermost first.
    """

    text: str
    positions: tuple[int, ...]
    figures: tuple[Placed, ...]
    headings: tuple[str, ...]

    def stretches(self) -> list[tuple[int, int]]:
        """The sentences that hold figures: wordings elsewhere reach none."""
        found: list[tuple[int, int]] = []
        for position in self.positions:
            if found and position < found[-1][1]:
                continue
            start = self.text.rfind("。", 0, position) + 1
            end = self.text.find("。", position)
            found.append((start, len(self.text) if end < 0 else end))
        return found

    def shift(self, index: int) -> int:
        """What to add to a place of the masked text just before a figure to get that of the document."""
        return self.figures[index].figure.quantity.start - self.positions[index]

    def in_one_breath(self, index: int) -> bool:
        """Whether the next figure follows without a word: 30件115人."""
        following = index + 1
        return following < len(self.positions) and self.positions[following] == self.positions[index] + 1


def mask(text: str, span: tuple[int, int], figures: tuple[Placed, ...], headings: tuple[str, ...]) -> Masked:
    """Replace each figure of `text` from `span[0]` to `span[1]` by `#`; a zero in words leaves its noun."""
    parts, positions, (done, end), length = [], [], span, 0
    for quantity in (placed.figure.quantity for placed in figures):
        words = _before(text, done, quantity)
        parts += [words, FIGURE]
        positions.append(length + len(words))
        length += len(words) + 1
        done = quantity.end
    parts.append(text[done:end])
    return Masked("".join(parts), tuple(positions), figures, headings)


def _before(text: str, start: int, quantity: Quantity) -> str:
    return text[start : quantity.start].rstrip(" ") + quantity.noun

"""Recall, precision, F1 and accuracies over the outcomes of one report or of all."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.evaluation.matching import ATTRIBUTES, Outcome, OutcomeKind
from warehouse.records import Certainty


@dataclass(frozen=True, slots=True)
class Score:
    """How many were annotated, predicted, and both. Shares are 1 where there was nothing to get wrong."""

    annotated: int
    predicted: int
    right: int

    @property
    def recall(self) -> float:
        """Share of what is annotated that was predicted."""
        return self.right / self.annotated if self.annotated else 1.0

    @property
    def precision(self) -> float:
        """Share of what was predicted that is annotated."""
        return self.right / self.predicted if self.predicted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of recall and precision."""
        total = self.annotated + self.predicted
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Scores:
    """Statements, (statement, metric) pairs, how many matched statements have each attribute right.

    `by_certainty` scores the links of one certainty alone against all metrics annotated.
    """

    statements: Score
    metrics: Score
    right: tuple[tuple[str, int], ...]
    by_certainty: tuple[tuple[Certainty, Score], ...]

    def accuracy(self, attribute: str) -> float:
        """Share of the matched statements with the right `attribute` (one of ATTRIBUTES)."""
        matched = self.statements.right
        return dict(self.right)[attribute] / matched if matched else 1.0


def scores_of(outcomes: Sequence[Outcome]) -> Scores:
    """Scores over outcomes; optional and derived ones do not count."""
    found = [outcome for outcome in outcomes if outcome.kind is OutcomeKind.FOUND]
    missed = sum(outcome.kind is OutcomeKind.MISSED for outcome in outcomes)
    invented = sum(outcome.kind is OutcomeKind.INVENTED for outcome in outcomes)
    right = tuple((name, sum(name not in outcome.wrong for outcome in found)) for name in ATTRIBUTES)
    statements = Score(len(found) + missed, len(found) + invented, len(found))
    return Scores(statements, _metric_score(outcomes), right, _by_certainty(outcomes))


def _metric_score(outcomes: Sequence[Outcome], certainty: Certainty | None = None) -> Score:
    """Links of one certainty, or all, against all that are annotated."""
    counted = (OutcomeKind.FOUND, OutcomeKind.MISSED, OutcomeKind.INVENTED)
    scored = [outcome for outcome in outcomes if outcome.kind in counted]
    annotated = sum(bool(outcome.expected and outcome.expected.metric) for outcome in scored)
    links = [one for one in scored if one.got and one.got.metric and certainty in (None, one.got.certainty)]
    right = sum(bool(one.expected and one.expected.metric) and "metric" not in one.wrong for one in links)
    return Score(annotated, len(links), right)


def _by_certainty(outcomes: Sequence[Outcome]) -> tuple[tuple[Certainty, Score], ...]:
    return tuple((certainty, _metric_score(outcomes, certainty)) for certainty in Certainty)

"""Annotated reports read by our own code and scored: one by one and in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from extract.documents import read_document
from flows.evaluation.annotations import AnnotatedReport, read_annotated_reports
from flows.evaluation.matching import Outcome, OutcomeKind, outcomes_of
from flows.evaluation.scores import Scores, scores_of
from transform.reading import read_report
from transform.rules import Rules
from warehouse.errors import FazhiError
from warehouse.records import Document, Statement


@dataclass(frozen=True, slots=True)
class ReportResult:
    """One report: its outcomes in the order of the text, scores, and faults.

    Faults say in a line each what could not be read, which quote is not in the text, which part of the
    report's head (title, publisher, numbers, date) reads otherwise than annotated.
    """

    report_id: str
    outcomes: tuple[Outcome, ...]
    scores: Scores
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All reports of a folder, and the scores over all of them."""

    reports: tuple[ReportResult, ...]
    scores: Scores


def evaluate(folder: Path, rules: Rules) -> Evaluation:
    """Read each annotated report of `folder` and score what was read.

    A page that cannot be read counts with all its figures missed and is told among its faults.
    Raises SettingsError on bad annotations.
    """
    return evaluation_of([evaluate_report(report, rules) for report in read_annotated_reports(folder)])


def evaluation_of(reports: Sequence[ReportResult]) -> Evaluation:
    """Results of single reports with the scores over all of their outcomes."""
    outcomes = [outcome for report in reports for outcome in report.outcomes]
    return Evaluation(tuple(reports), scores_of(outcomes))


def evaluate_report(report: AnnotatedReport, rules: Rules) -> ReportResult:
    """Read one annotated report and score what was read."""
    try:
        document = read_document(report.page.read_bytes())
        reading = read_report(document, report.place, report.year, rules)
    except FazhiError as error:
        unread = result_of(report, "", ())
        return ReportResult(
            report.report_id, unread.outcomes, unread.scores, (f"{report.page.name}: {error}",)
        )
    result = result_of(report, document.text, reading.statements)
    faults = (*_head_faults(report, document), *result.faults)
    return ReportResult(report.report_id, result.outcomes, result.scores, faults)


def result_of(report: AnnotatedReport, text: str, statements: Sequence[Statement]) -> ReportResult:
    """Score `statements` read out of `text`, the document's text, against a report's annotations."""
    outcomes = outcomes_of(report.annotations, statements, text)
    faults = tuple(
        f"line {outcome.expected.line}: quote is not in the text: {outcome.expected.quote}"
        for outcome in outcomes
        if outcome.kind is not OutcomeKind.INVENTED and outcome.expected and outcome.span is None
    )
    return ReportResult(report.report_id, outcomes, scores_of(outcomes), faults)


def _head_faults(report: AnnotatedReport, document: Document) -> tuple[str, ...]:
    read = {name: _words(getattr(document, name)) for name, _ in report.head}
    return tuple(
        f"{name}: annotated {expected!r}, read {read[name]!r}"
        for name, expected in report.head
        if _words(expected) != read[name]
    )


def _words(value: str | date | None) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else value

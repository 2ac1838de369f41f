"""An evaluation as JSON, and what was gained, lost and changed against an earlier one."""

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from flows.evaluation.annotations import Annotation
from flows.evaluation.matching import ATTRIBUTES, Outcome
from flows.evaluation.reports import Evaluation, ReportResult
from flows.evaluation.scores import Score, Scores
from flows.inspection.report import json_number
from warehouse.errors import SettingsError
from warehouse.records import Statement

_FIELDS = (
    "value",
    "value_high",
    "unit",
    "bound",
    "role",
    "direction",
    "year",
    "base_year",
    "place",
    "metric",
)

Row = Mapping[str, Any]


def evaluation_json(evaluation: Evaluation) -> dict[str, Any]:
    """The whole evaluation: scores in all and by report, and by report every figure with its characters."""
    return {"all": _scores(evaluation.scores), "reports": [_report(report) for report in evaluation.reports]}


def _report(report: ReportResult) -> dict[str, Any]:
    return {
        "report_id": report.report_id,
        **_scores(report.scores),
        "faults": list(report.faults),
        "figures": [_figure(outcome) for outcome in report.outcomes],
    }


def _scores(scores: Scores) -> dict[str, Any]:
    return {
        "statements": _score(scores.statements),
        "metrics": _score(scores.metrics),
        **{certainty.value: _score(score) for certainty, score in scores.by_certainty},
        "accuracy": {name: round(scores.accuracy(name), 4) for name in ATTRIBUTES},
    }


def _score(score: Score) -> dict[str, float]:
    counts = {"annotated": score.annotated, "predicted": score.predicted, "right": score.right}
    shares = {"recall": score.recall, "precision": score.precision, "f1": score.f1}
    return counts | {name: round(share, 4) for name, share in shares.items()}


def _figure(outcome: Outcome) -> dict[str, Any]:
    return {
        "outcome": outcome.kind.value,
        "char_start": outcome.span.start if outcome.span else None,
        "char_end": outcome.span.end if outcome.span else None,
        "text": figure_text(outcome),
        "sentence": figure_sentence(outcome),
        "wrong": list(outcome.wrong),
        "expected": annotated_fields(outcome.expected) if outcome.expected else None,
        "got": stated_fields(outcome.got) if outcome.got else None,
    }


def figure_text(outcome: Outcome) -> str:
    """The figure as read, else as annotated."""
    return outcome.got.text if outcome.got else outcome.expected.text if outcome.expected else ""


def figure_sentence(outcome: Outcome) -> str:
    """The sentence as read, else the annotated quote."""
    return outcome.got.sentence if outcome.got else outcome.expected.quote if outcome.expected else ""


def annotated_fields(annotation: Annotation) -> dict[str, Any]:
    """What an annotation says, in the form of JSON; several places joined by a slash."""
    return {name: _plain(getattr(annotation, name)) for name in _FIELDS if name != "place"} | {
        "place": "/".join(annotation.places)
    }


def stated_fields(statement: Statement) -> dict[str, Any]:
    """What a statement says of the annotated fields, in the form of JSON, and the rule that linked it."""
    return {name: _plain(getattr(statement, name)) for name in (*_FIELDS, "rule")}


def _plain(value: Any) -> Any:
    return json_number(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True, slots=True)
class Change:
    """A predicted figure that was gained, lost or reads otherwise, or another verdict on it: before and now.

    `kind` is gained, lost or changed; `before` and `now` are one line each, empty where there was none.
    """

    kind: str
    report_id: str
    char_start: int
    text: str
    sentence: str
    before: str
    now: str


def read_result(path: Path) -> dict[str, Any]:
    """An earlier `evaluation_json` out of a file. Raises SettingsError where it is none."""
    try:
        result = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"cannot be read: {error}", str(path), "give a file that --json wrote") from error
    if not isinstance(result, dict) or "reports" not in result:
        raise SettingsError("is no evaluation", str(path), "give a file that --json wrote")
    return result


def changes_between(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """Predicted figures gained, lost and changed between two `evaluation_json`, by report and character.

    Figures are paired by their characters, and what is left by sentence and text, since a page read better
    moves every figure after the place. Reports that only one of the two holds are left out.
    """
    reports = {report["report_id"]: report for report in before["reports"]}
    changes = [
        change
        for report in now["reports"]
        if report["report_id"] in reports
        for change in _report_changes(reports[report["report_id"]], report)
    ]
    return tuple(changes)


def _report_changes(before: Row, now: Row) -> Iterable[Change]:
    old, new = _predicted(before), _predicted(now)
    pairs = _paired(old, new, _by_characters)
    rest_old, rest_new = _left(old, (a for a, _ in pairs)), _left(new, (b for _, b in pairs))
    pairs += _paired(rest_old, rest_new, _by_sentence)
    rest_old, rest_new = _left(rest_old, (a for a, _ in pairs)), _left(rest_new, (b for _, b in pairs))
    changes = [_change("changed", now, a, b) for a, b in pairs if _line(a) != _line(b)]
    changes += [_change("lost", now, figure, None) for figure in rest_old]
    changes += [_change("gained", now, None, figure) for figure in rest_new]
    return sorted(changes, key=lambda change: change.char_start)


def _predicted(report: Row) -> list[Row]:
    return [figure for figure in report["figures"] if figure["got"]]


def _by_characters(figure: Row) -> Hashable:
    return figure["char_start"], figure["char_end"], figure["outcome"] == "derived"


def _by_sentence(figure: Row) -> Hashable:
    return figure["sentence"], figure["text"], figure["outcome"] == "derived"


def _paired(old: Sequence[Row], new: Sequence[Row], key: Callable[[Row], Hashable]) -> list[tuple[Row, Row]]:
    waiting: dict[Hashable, list[Row]] = defaultdict(list)
    for figure in old:
        waiting[key(figure)].append(figure)
    return [(waiting[key(figure)].pop(0), figure) for figure in new if waiting[key(figure)]]


def _left(figures: Sequence[Row], used: Iterable[Row]) -> list[Row]:
    gone = {id(figure) for figure in used}
    return [figure for figure in figures if id(figure) not in gone]


def _change(kind: str, report: Row, before: Row | None, now: Row | None) -> Change:
    figure = now or before or {}
    return Change(
        kind,
        report["report_id"],
        figure["char_start"],
        figure["text"],
        figure["sentence"],
        _line(before) if before else "",
        _line(now) if now else "",
    )


def _line(figure: Row) -> str:
    said = [str(value) for name, value in figure["got"].items() if value is not None and name != "rule"]
    wrong = f"; wrong {', '.join(figure['wrong'])}" if figure["wrong"] else ""
    return f"{figure['outcome']}: {' '.join(said)}{wrong}"

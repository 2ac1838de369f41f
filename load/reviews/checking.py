"""Every row of a returned workbook against what was shown: decisions to keep, and problems by sheet and cell.

Nothing is written here. A row with a problem gives no decision; a note gives one and is told all the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from load.engines.connection import Connection
from load.labels import DECISIONS, figure_text, label, mark_signs, plain_number
from load.questions.asking import EVERYWHERE, ask
from load.reviews.returned import OPEN_FIELDS, Cell, Returned, Row
from load.reviews.typed_values import MetricNames, TypedError, decision_of, figure_of
from load.workbook.cells import figure_words
from load.workbook.shown import statement_of, token_of
from warehouse.records import Metric
from warehouse.schemas import REVIEWS

# of a cell that goes with one verdict: typed with another, and left empty with its own
_ANSWERS = {
    "corrected": (
        "只有“更正”才填更正值 a value, but the verdict is not correct",
        "更正须填数值 correct, but no value",
    ),
    "assigned": (
        "只有“归类”才选指标 a metric, but the verdict is not assign",
        "归类须选指标 assign, but no metric",
    ),
}
_TYPED_WITHOUT_VERDICT = ("corrected", "assigned", "comment")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell, in both languages. A note is told and stops nothing."""

    sheet: str
    cell: str
    words: str
    row: int = 0
    is_note: bool = False

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}: {self.words}"


@dataclass(frozen=True, slots=True)
class Checked:
    """Decisions of the rows without a problem (`warehouse.schemas.REVIEWS`), rows that decide, problems."""

    decisions: pa.Table
    decided: int
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop an import."""
        return tuple(problem for problem in self.problems if not problem.is_note)


def check_returned(
    returned: Returned, connection: Connection, metrics: Sequence[Metric], now: datetime, reviewer: str = ""
) -> Checked:
    """Check a returned workbook against the warehouse.

    Decisions are dated by when the workbook was saved, so that it does not matter when and in which order
    workbooks are imported; by `now` where it does not say, or says a time to come. `reviewer` signs rows
    that nobody signed.
    """
    at = min(returned.saved_at or now, now)
    checking = _Checking(returned, connection, MetricNames(metrics), at, reviewer)
    problems = [Problem(*oddity) for oddity in returned.oddities]
    decisions: list[dict[str, Any]] = []
    decided = 0
    for row in returned.rows:
        found = checking.row(row)
        problems += found.problems
        decided += bool(found.decisions)
        decisions += found.decisions
    unsound = {problem.sheet for problem in problems if not problem.row}
    if unsound:  # a column that stands twice or is gone, merged cells: no row of the sheet can be trusted
        decisions, decided = [], 0
    return Checked(pa.Table.from_pylist(decisions, schema=REVIEWS), decided, tuple(problems))


@dataclass(slots=True)
class _Found:
    problems: list[Problem] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)


class _Checking:
    """What rows are checked against: figures as they are shown now, and what others decided."""

    def __init__(  # noqa: PLR0913 (what a check stands on)
        self, returned: Returned, connection: Connection, names: MetricNames, at: datetime, reviewer: str
    ) -> None:
        self._names, self._at, self._reviewer = names, at, reviewer
        self._workbook = returned.sha256
        statements = {statement_of(row.cell("token").text) for row in returned.rows} - {""}
        asked = {"statements": sorted(statements), "first": EVERYWHERE.first, "after": EVERYWHERE.after}
        shown = ask(connection, "review_shown", asked).to_pylist() if statements else []
        self._shown: dict[str, dict[str, Any]] = {row["statement_id"]: row for row in shown}
        self._others: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for position in ask(connection, "review_positions", {}).to_pylist():
            self._others[position["seen_statement_id"]].append(position)
        filled = (row.cell("token").text for row in returned.rows if row.is_filled)
        self._times = Counter(filled)

    def row(self, row: Row) -> _Found:
        found = _Found()
        token = row.cell("token")
        figure = self._figure(row, found)
        if figure is None:
            return found
        found.problems += _changed_cells(row, figure)
        if not row.cell("verdict").text:
            found.problems += _typed_without_verdict(row)
        elif self._times[token.text] > 1:
            found.problems.append(_problem(row, "token", "同一数字出现两次 the same figure is decided twice"))
        elif not found.problems:
            self._decide(row, figure, found)
        return found

    def _figure(self, row: Row, found: _Found) -> dict[str, Any] | None:
        """The figure that a row is about; None where there is none, with a problem if it decides."""
        token = row.cell("token").text
        statement = statement_of(token)
        if not statement:
            if row.is_filled:
                words = "此行没有编号，无从对应 this row has no Id: there is no figure that it decides on"
                found.problems.append(_problem(row, "token", words))
            return None
        figure = self._shown.get(statement)
        if figure is not None and token_of(figure) == token:
            return figure
        if row.is_filled:
            found.problems.append(_problem(row, "token", _gone_or_changed(figure)))
        return None

    def _decide(self, row: Row, figure: Mapping[str, Any], found: _Found) -> None:
        try:
            decision = decision_of(row.cell("verdict").text)
        except TypedError as error:
            found.problems.append(_problem(row, "verdict", str(error)))
            return
        value = self._value(row, decision, figure, found)
        metric = self._metric(row, decision, figure, found)
        signed = row.cell("reviewer").text or self._reviewer
        if not signed:
            words = "请写审核人 who decides? write a name"
            found.problems.append(_problem(row, "reviewer", words))
        if decision in ("accepted", "corrected") and not figure["metric"]:
            words = "此数未归指标，请选“归类” this figure has no metric yet: assign one, or reject it"
            found.problems.append(_problem(row, "verdict", words))
        for name in ("comment", "reviewer", "verdict"):
            if row.cell(name).kind in ("formula", "error"):
                found.problems.append(_problem(row, name, "是公式 is a formula: type text"))
        if not found.problems:
            found.decisions = list(
                self._rows(figure, decision, value, metric, signed, row.cell("comment").text)
            )
            found.problems += self._notes(row, figure, found.decisions[-1], signed)

    def _value(self, row: Row, decision: str, figure: Mapping[str, Any], found: _Found) -> Decimal | None:
        cell = _answer(row, "corrected", decision, found)
        if cell is None:
            return None
        try:
            return figure_of(cell, figure["unit"])
        except TypedError as error:
            found.problems.append(_problem(row, "corrected", str(error)))
            return None

    def _metric(self, row: Row, decision: str, figure: Mapping[str, Any], found: _Found) -> str | None:
        cell = _answer(row, "assigned", decision, found)
        if cell is None:
            return None
        try:
            metric = self._names.metric_of(cell.text)
        except TypedError as error:
            found.problems.append(_problem(row, "assigned", str(error)))
            return None
        if metric == figure["metric"]:
            found.problems.append(_problem(row, "assigned", "本来就是这个指标 it has this metric already"))
        return metric

    def _rows(  # noqa: PLR0913 (a decision's parts)
        self,
        figure: Mapping[str, Any],
        decision: str,
        value: Decimal | None,
        metric: str | None,
        reviewer: str,
        comment: str,
    ) -> Iterator[dict[str, Any]]:
        """The decision as it is kept. Assigning another metric also says that the present one is wrong."""
        common = {name: figure[name] for name in ("place", "year", "scope_kind")}
        common |= {f"seen_{name}": figure[name] for name in ("value", "unit", "sentence", "statement_id")}
        common |= {"reviewer": reviewer, "decided_at": self._at, "workbook": self._workbook}
        common |= {"reason": comment or None, "value": value}
        if decision == "assigned":
            if figure["metric"]:
                yield common | {"metric": figure["metric"], "decision": "rejected"}
            yield common | {"metric": metric, "decision": decision}
        else:
            yield common | {"metric": figure["metric"] or "", "decision": decision}

    def _notes(
        self, row: Row, figure: Mapping[str, Any], decided: Mapping[str, Any], reviewer: str
    ) -> Iterator[Problem]:
        """What others decided otherwise: both are kept, and a third is asked."""
        for other in self._others[figure["statement_id"]]:
            same = all(other[name] == decided[name] for name in ("decision", "value"))
            if other["reviewer"] == reviewer or same and decided["decision"] != "assigned":
                continue
            when = "之后 later" if other["decided_at"] > self._at else "此前 before"
            words = (
                f"{other['reviewer']}于{other['decided_at']:%Y-%m-%d}（{when}）另有结论："
                f"{label(DECISIONS, other['decision'])}"
                f"{'' if other['value'] is None else ' ' + plain_number(other['value'])}；"
                "两者都保留，请第三人定夺 decided otherwise: both are kept, a third decides"
            )
            yield Problem(row.sheet, row.cell("verdict").name, words, row.number, is_note=True)


def _answer(row: Row, verdict: str, decision: str, found: _Found) -> Cell | None:
    """The filled cell that goes with a verdict; None, and a problem told, where the two do not agree."""
    cell = row.cell(verdict)
    typed, empty = _ANSWERS[verdict]
    if decision != verdict:
        if cell.text:
            found.problems.append(_problem(row, verdict, typed))
        return None
    if not cell.text:
        found.problems.append(_problem(row, verdict, empty))
        return None
    return cell


def _problem(row: Row, name: str, words: str) -> Problem:
    cell = row.cell(name)
    return Problem(row.sheet, cell.name, words, row.number)


def _gone_or_changed(figure: Mapping[str, Any] | None) -> str:
    if figure is None:
        return "没有这个数字（已撤下或编号有误） no such figure: it is gone, or the Id was changed"
    now = figure_text(figure["value"], figure["bound"], figure["unit"], figure["value_high"])
    now = "空缺 blank" if figure["value"] is None else now
    return (
        f"工作簿较旧，此数已变，现为{now}，请用新的工作簿再看"
        f" the workbook is older than this figure, now {now}: look again in a new workbook"
    )


_SHOWN = {"value": "value", "unit": "unit", "year": "year", "sentence": "sentence"}


def _changed_cells(row: Row, figure: Mapping[str, Any]) -> Iterator[Problem]:
    """Columns that are not the reviewer's to change, compared with what was shown."""
    for name in _SHOWN:
        cell = row.cells.get(name)
        if (
            cell is None
            or _is_as_shown(cell, figure[name])
            or name == "value"
            and _is_as_written(cell, figure)
        ):
            continue
        shown = _written(figure) if name == "value" else _short(figure[name])
        words = f"此栏不可改，原为“{shown}”；更正请填更正值 was changed from {shown}: use the yellow columns"
        yield _problem(row, name, words)


def _is_as_shown(cell: Cell, shown: Any) -> bool:
    if shown is None:
        return not cell.text
    if isinstance(shown, Decimal | int):
        number = cell.value if isinstance(cell.value, int | float) and cell.kind != "truth" else None
        if number is None:
            return _number_in(cell.text) == Decimal(shown)
        return abs(Decimal(repr(number)) - shown) <= abs(Decimal(shown)) * Decimal("1e-12")
    return _words(cell.text) == _words(str(shown))


def _is_as_written(cell: Cell, figure: Mapping[str, Any]) -> bool:
    """Whether it is the text of a figure that the sheet writes out: a range."""
    return figure["value"] is not None and _words(cell.text) == _words(_written(figure))


def _written(figure: Mapping[str, Any]) -> str:
    """The value as the sheet shows it."""
    if figure["value"] is None:
        return ""
    ends = {"bound": figure["bound"], "high": figure["value_high"]}
    return figure_words(figure["value"], figure["unit"], **ends, behind=mark_signs(figure["mark"]))


def _number_in(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except ArithmeticError:
        return None


def _words(text: str) -> str:
    """Text as programs agree on it: without spaces, line ends and what no cell can hold."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())[:30_000]


def _short(value: Any) -> str:
    if value is None:
        return ""
    text = plain_number(value) if isinstance(value, Decimal) else str(value)
    return text if len(text) <= 20 else f"{text[:20]}…"


def _typed_without_verdict(row: Row) -> Iterable[Problem]:
    if any(row.cell(name).text for name in _TYPED_WITHOUT_VERDICT):
        yield _problem(row, "verdict", "填了内容但没有结论 something is typed, but no verdict")


__all__ = ["OPEN_FIELDS", "Checked", "Problem", "check_returned"]

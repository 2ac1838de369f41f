"""The figures of a text as marks in it: where each stands, and what became of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from load.questions.notes import Row

FATES = {
    "certain": "数据，确定 observation, certain",
    "likely": "数据，存疑 observation, likely",
    "linked": "属指标而非数值 of a metric, but no level",
    "suggested": "仅有建议 suggested only",
    "stated": "无对应指标 stated, no metric",
    "source": "据此推算 derived from",
    "contradicted": "有矛盾 contradicted",
    "reviewed": "已复核 reviewed",
}
"""What became of a figure, as the page's legend says it; the last three stand beside one of the others."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The characters of one printed figure, its name on the page, and all that is read from it."""

    start: int
    end: int
    name: str
    fates: tuple[str, ...]
    figures: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: plain, with a mark, or with the `issue` that was met there."""

    text: str
    mark: Mark | None = None
    issue: str = ""


def marks_of(
    figures: Sequence[Row], findings: Mapping[str, Sequence[Row]], failed: frozenset[str]
) -> list[Mark]:
    """One mark for each stretch of figures that overlap, in the order of the text.

    `figures` are in that order; `findings` are checks by statement, `failed` the statements of equations
    that do not hold.
    """
    groups: list[list[Row]] = []
    end = -1
    for row in figures:
        if groups and row["char_start"] < end:
            groups[-1].append(row)
        else:
            groups.append([row])
        end = max(end if len(groups[-1]) > 1 else -1, row["char_end"])
    return [_mark(rows, findings, failed) for rows in groups]


def _mark(rows: Sequence[Row], findings: Mapping[str, Sequence[Row]], failed: frozenset[str]) -> Mark:
    found = {
        fate for row in rows for fate in _fates(row, failed, has_finding=row["statement_id"] in findings)
    }
    stated = next((row for row in rows if row["basis"] == "stated"), rows[0])
    return Mark(
        start=min(row["char_start"] for row in rows),
        end=max(row["char_end"] for row in rows),
        name=str(stated["statement_id"]),
        fates=tuple(fate for fate in FATES if fate in found),
        figures=tuple(rows),
    )


def _fates(row: Row, failed: frozenset[str], *, has_finding: bool) -> Iterator[str]:
    yield "source" if row["basis"] == "derived" else _link(row)
    if has_finding or row["disagree"] or row["unsettled"] or row["statement_id"] in failed:
        yield "contradicted"
    if row["decision"] is not None:
        yield "reviewed"


def _link(row: Row) -> str:
    if row["observed_metric"] is not None:
        return "likely" if row["certainty"] == "likely" else "certain"
    if row["metric"] is not None:
        return "linked"
    return "suggested" if row["suggestions"] else "stated"


def pieces(text: str, start: int, end: int, marks: Sequence[Mark], issues: Iterable[Row]) -> Iterator[Piece]:
    """The characters `start` to `end` of a text in pieces.

    Marks and issues lie within, in order; an issue that a mark covers is left out, as the mark shows what
    was read.
    """
    at = start
    for first, last, mark, issue in _spots(start, end, marks, issues):
        if first < at:
            continue
        if first > at:
            yield Piece(text[at:first])
        yield Piece(text[first:last], mark, issue)
        at = last
    if at < end:
        yield Piece(text[at:end])


def _spots(
    start: int, end: int, marks: Sequence[Mark], issues: Iterable[Row]
) -> list[tuple[int, int, Mark | None, str]]:
    spots: list[tuple[int, int, Mark | None, str]] = [
        (max(mark.start, start), min(mark.end, end), mark, "") for mark in marks
    ]
    spots += [
        (row["char_start"], row["char_end"], None, f"{row['kind']}: {row['words']}")
        for row in issues
        if start <= row["char_start"] < row["char_end"] <= end
        and not any(mark.start < row["char_end"] and row["char_start"] < mark.end for mark in marks)
    ]
    return sorted(spots, key=lambda spot: spot[:2])

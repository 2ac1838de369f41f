"""A report's page: its text with every figure marked, a card for each, a table of them; long in parts."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby, pairwise
from typing import Any, TypeVar
from urllib.parse import urlsplit

from markupsafe import Markup

from load.questions.notes import Row
from load.site.cards import About, Pair, cards_of
from load.site.marks import FATES, Mark, Piece, marks_of, pieces
from load.site.packing import packed
from load.site.paths import report_path, way_up
from load.site.rendering import environment, rendered
from load.site.reports import Report
from load.site.words import put
from warehouse.records import Block, BlockKind, Span

T = TypeVar("T")
_MOST_SIGNS, _MOST_MARKS = 8_000, 40
_MOST_OF_ROW, _MOST_CELLS, _MOST_FINDINGS = 80, 500, 40


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a piece of a long one, or a table row, with its marks, as HTML; `start` is in the text."""

    start: int
    table: int | None
    text: Markup
    cards: Markup
    rows: Markup
    marks: tuple[Mark, ...]

    @property
    def size(self) -> int:
        """Bytes on the page."""
        return sum(len(part.encode()) for part in (self.text, self.cards, self.rows))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a report's page stands: in a site, or `alone` by that name, linked to nothing.

    `metrics`: rows of dim_metric by id; `static` leads to styles and scripts of a page that is alone.
    """

    metrics: Mapping[str, Row]
    static: str = ""
    alone: str = ""

    def path(self, report_id: str, part: int) -> str:
        """The path of a page, counted from 0."""
        if not self.alone:
            return report_path(report_id, part + 1)
        return f"{self.alone}-{part + 1}.html" if part else f"{self.alone}.html"


@dataclass(frozen=True, slots=True)
class Pages:
    """A report's pages by path, and the first character of each but the first."""

    by_path: dict[str, str] = field(default_factory=dict)
    cuts: tuple[int, ...] = ()


def report_pages(report: Report, around: Surroundings) -> Pages:
    """The pages of a report: one, or as many as keep each below the limit."""
    up = None if around.alone else way_up(around.path(report.id, 0))
    findings, equations = _by_statement(report)
    about = About(around.metrics, findings, equations, up)
    failed = frozenset(one for row in report.equations if not row["holds"] for one in row["statement_ids"])
    marks = marks_of(report.figures, findings, failed)
    parts = packed(list(_passages(report, marks, about)))
    paths = [around.path(report.id, part) for part in range(len(parts))]
    common = {
        "head": report.head,
        "source": source_address(report.head),
        "findings": [row for row in report.findings if row["statement_id"] is None],
        "most_findings": _MOST_FINDINGS,
        "counts": _counts(marks),
        "fates": FATES,
        "static": around.static or f"{up}static/",
        "up": up,
        "parts": [one.rpartition("/")[2] for one in paths],
    }
    made = {
        one: rendered("report.html", part=number, stretches=_stretches(passages), passages=passages, **common)
        for number, (one, passages) in enumerate(zip(paths, parts, strict=True))
    }
    return Pages(made, tuple(passages[0].start for passages in parts[1:]))


def source_address(head: Row) -> str | None:
    """The official page's address where it is one that a browser may follow."""
    address = str(head["source_url"])
    return address if urlsplit(address).scheme in ("http", "https") else None


def _by_statement(report: Report) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    findings: dict[str, list[Row]] = {}
    equations: dict[str, list[Row]] = {}
    for row in report.findings:
        if row["statement_id"] is not None:
            findings.setdefault(row["statement_id"], []).append(row)
    for row in report.equations:
        for statement in row["statement_ids"]:
            equations.setdefault(statement, []).append(row)
    return findings, equations


def _counts(marks: Sequence[Mark]) -> dict[str, int]:
    return {fate: sum(fate in mark.fates for mark in marks) for fate in FATES}


def _passages(report: Report, marks: Sequence[Mark], about: About) -> Iterator[Passage]:
    waiting = list(reversed(marks))
    tables: set[int] = set()
    issues = sorted(report.issues, key=_place_of)
    for block in _blocks_of(report):
        within: list[Mark] = []
        while waiting and waiting[-1].start < block.end:
            within.append(waiting.pop())
        is_head = block.table is not None and block.table not in tables and not within
        tables.update(() if block.table is None else (block.table,))
        met = _between(issues, block, _place_of)
        for cut in _cut(block, within, met):
            some = _between(within, cut, _start_of)
            yield _passage(report, cut, some, _between(met, cut, _place_of), about, is_head=is_head)


def _between(things: Sequence[T], block: Block, place: Callable[[T], int]) -> Sequence[T]:
    """Those in a block; they are in order."""
    return things[bisect_left(things, block.start, key=place) : bisect_left(things, block.end, key=place)]


def _place_of(row: Row) -> int:
    return int(row["char_start"])


def _start_of(mark: Mark) -> int:
    return mark.start


def _blocks_of(report: Report) -> Iterator[Block]:
    """The document's blocks where they are known, else the lines of its text."""
    if report.blocks:
        yield from report.blocks
        return
    at = 0
    for line in str(report.head["text"]).split("\n"):
        yield Block(BlockKind.PARAGRAPH, at, at + len(line))
        at += len(line) + 1


def _cut(block: Block, marks: Sequence[Mark], issues: Sequence[Row]) -> Iterator[Block]:
    """A paragraph or row as it is, or a very long one in pieces, none of them within a mark.

    A row that no page would hold is shown as a paragraph.
    """
    spots = [(mark.start, mark.end, len(mark.figures)) for mark in marks]
    spots += [(row["char_start"], row["char_start"], 1) for row in issues]
    figures = sum(weight for _, _, weight in spots)
    if block.table is not None and figures <= _MOST_OF_ROW and len(block.cells) <= _MOST_CELLS:
        figures = 0
    if block.end - block.start <= _MOST_SIGNS and figures <= _MOST_MARKS:
        yield block
        return
    bounds = [block.start, *_cuts(block.start, block.end, sorted(spots)), block.end]
    for start, end in pairwise(bounds):
        yield replace(block, start=start, end=end, table=None, cells=())


def _cuts(start: int, end: int, spots: Sequence[tuple[int, int, int]]) -> Iterator[int]:
    """Where to cut: after so many characters, or figures; `spots` have first, last and number of figures."""
    met, free = 0, start
    for first, last, weight in [*spots, (end, end, 0)]:
        while first - start > _MOST_SIGNS:
            start, met = max(start + _MOST_SIGNS, free), 0
            yield start
        if met + weight > _MOST_MARKS and start < first >= free:
            start, met = first, 0
            yield start
        met, free = met + weight, max(free, last)


def _passage(
    report: Report,
    block: Block,
    marks: Sequence[Mark],
    issues: Sequence[Row],
    about: About,
    *,
    is_head: bool,
) -> Passage:
    text = str(report.head["text"])
    cells = [(columns, list(_within(text, span, marks, issues))) for span, columns in _cells(block)]
    cards = [(mark, cards_of(mark, about)) for mark in marks]
    parts = _macros()
    return Passage(
        start=block.start,
        table=block.table,
        text=parts.paragraph(cells[0][1]) if block.table is None else parts.row(cells, is_head),
        cards=parts.cards(cards),
        rows=parts.figure_rows([(mark, _row_parts(mark, pairs, about)) for mark, pairs in cards]),
        marks=tuple(marks),
    )


@cache
def _macros() -> Any:
    """The macros of figures.html, loaded once: a page calls them for each of its paragraphs."""
    return environment().get_template("figures.html").module


def _row_parts(
    mark: Mark, cards: Sequence[Sequence[Pair]], about: About
) -> list[tuple[Row, Markup | str, Markup | str]]:
    """A mark's figures for the side table: each with its value, the first words of its card, its metric."""
    return [
        (row, pairs[0][1], _metric_of(row, about)) for row, pairs in zip(mark.figures, cards, strict=True)
    ]


def _metric_of(row: Row, about: About) -> Markup | str:
    """The metric of a figure; with a question mark the first that it may be."""
    if metric := row["observed_metric"] or row["metric"]:
        return about.metric(metric)
    return put("? {}", about.metric(row["suggestions"][0])) if row["suggestions"] else "–"


def _cells(block: Block) -> list[tuple[Span, int]]:
    """The cells of a row, a merged one once with the columns that it covers; a paragraph is one."""
    if not block.cells:
        return [(Span(block.start, block.end), 1)]
    return [(span, len(list(group))) for span, group in groupby(block.cells)]


def _within(text: str, span: Span, marks: Sequence[Mark], issues: Sequence[Row]) -> Iterator[Piece]:
    own = [mark for mark in marks if span.start < mark.end and mark.start < span.end]
    yield from pieces(text, span.start, span.end, own, issues)


def _stretches(passages: Sequence[Passage]) -> list[tuple[bool, list[Markup]]]:
    """Paragraphs and tables in turn: whether it is a table, and its paragraphs or rows."""
    groups = groupby(passages, key=lambda passage: passage.table)
    return [(table is not None, [passage.text for passage in group]) for table, group in groups]

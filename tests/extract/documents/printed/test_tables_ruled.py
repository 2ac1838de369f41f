"""Tables of PDFs by the lines that are ruled round their cells."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from extract.documents import read_document
from tests.extract.documents.printed.pdfs import (
    FULL,
    LEFT,
    box,
    filled,
    made_pdf,
    page,
    scaled,
    stroked,
    words,
)
from warehouse.records import BlockKind, Document

Draw = Callable[[float, float, float, float], str]
# Columns so tight that no gap parts 区市场监管局 from 1 284, nor that from 2 016.35.
XS = (100, 150, 185, 240)
TIGHT = [("单位", "件数", "金额"), ("甲监管局", "1 284", "2 016.35"), ("乙监管局", "96", "731.2")]


def lattice(xs: Sequence[float], ys: Sequence[float], draw: Draw = stroked) -> str:
    """All lines of a table, edges from left to right and from top to bottom."""
    across = "".join(draw(xs[0], y, xs[-1], y) for y in ys)
    return across + "".join(draw(x, ys[-1], x, ys[0]) for x in xs)


def boxes(xs: Sequence[float], ys: Sequence[float]) -> str:
    """A rectangle round each cell, a little apart from the next."""
    rows = pairwise(ys)
    return "".join(
        box(left + 1, below + 1, right, above) for above, below in rows for left, right in pairwise(xs)
    )


def edges(rows: int, top: float = 700, height: float = 20) -> list[float]:
    return [top - height * row for row in range(rows + 1)]


def filled_in(rows: Sequence[Sequence[str]], xs: Sequence[float] = XS, top: float = 700) -> str:
    """The words of a table's cells, a point from the line on their left."""
    return "".join(
        words(text, xs[x] + 1, top - 14 - 20 * y, 12)
        for y, row in enumerate(rows)
        for x, text in enumerate(row)
        if text
    )


def read(*pages: str, rotate: int = 0) -> Document:
    return read_document(made_pdf(pages, rotate=rotate))


def rows_of(document: Document) -> list[tuple[str, ...]]:
    """The cells of all table rows."""
    return [
        tuple(document.text[cell.start : cell.end] for cell in block.cells)
        for block in document.blocks
        if block.kind is BlockKind.TABLE_ROW
    ]


BEFORE = page((FULL, LEFT))


@pytest.mark.parametrize(
    "ruled",
    [
        lattice(XS, edges(3), stroked),
        lattice(XS, edges(3), filled),
        lattice(XS, edges(3), scaled),
        boxes(XS, edges(3)),
        "".join(stroked(x, 640, x, 700) for x in XS[1:-1])
        + "".join(stroked(100, y, 240, y) for y in edges(3)),
        "".join(filled(x0, y, x1, y) for x0, x1 in pairwise(XS) for y in edges(3))
        + "".join(filled(x, y1, x, y0) for x in XS for y0, y1 in pairwise(edges(3))),
    ],
    ids=["strokes", "thin rectangles", "scaled", "boxes", "open sides", "pieces"],
)
def test_lines_part_cells_that_no_gap_parts(ruled: str) -> None:
    document = read(BEFORE + ruled + filled_in(TIGHT))
    assert rows_of(document) == TIGHT
    assert document.text.split("\n")[2] == "甲监管局 1 284 2 016.35"
    assert document.issues == ()


def test_a_merged_cell_stands_under_each_place_it_covers() -> None:
    ys = edges(3)
    level = [(100, 150, 0), (150, 240, 0), (150, 240, 1), (100, 240, 2), (100, 240, 3)]
    upright = [(100, 0, 3), (150, 0, 3), (185, 1, 3), (240, 0, 3)]
    ruled = "".join(stroked(x0, ys[y], x1, ys[y]) for x0, x1, y in level)
    ruled += "".join(stroked(x, ys[y1], x, ys[y0]) for x, y0, y1 in upright)
    content = words("单位", 101, 675, 12) + words("案件（件）", 155, 686, 12)
    document = read(
        BEFORE + ruled + content + filled_in([("", "", ""), ("", "收案", "结案"), ("甲局", "85", "72")])
    )
    assert rows_of(document) == [
        ("单位", "案件（件）", "案件（件）"),
        ("单位", "收案", "结案"),
        ("甲局", "85", "72"),
    ]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("综合行政", "执法局"), "综合行政执法局"),
        (("罚没金额（", "万元）"), "罚没金额（万元）"),
        (("2016", "35.5"), "2016 35.5"),
        (("12345678", "90"), "1234567890"),
        (("10 000", "200"), "10 000 200"),
    ],
    ids=["words", "brackets", "two numbers", "a number too wide", "two numbers with groups"],
)
def test_the_lines_of_a_cell_are_one(lines: tuple[str, str], text: str) -> None:
    xs = (100, 160, 220)
    ruled = lattice(xs, [700, 660, 640])
    content = words(lines[0], 105, 685, 12) + words(lines[1], 105, 668, 12) + words("件", 170, 676, 12)
    document = read(BEFORE + ruled + content + words("甲局", 105, 646, 12) + words("72", 170, 646, 12))
    assert rows_of(document) == [(text, "件"), ("甲局", "72")]


HEAD = ("单位", "件数", "金额")


def on_page(rows: Sequence[Sequence[str]], before: str = "", top: float = 700) -> str:
    return before + lattice(XS, edges(len(rows), top)) + filled_in(rows, XS, top)


@pytest.mark.parametrize("again", [[], [HEAD]], ids=["plain", "head printed again"])
def test_a_table_goes_on_over_a_page_end(again: list[tuple[str, ...]]) -> None:
    first = on_page([HEAD, ("甲局", "12", "3")], BEFORE)
    second = on_page([*again, ("乙局", "85", "7"), ("丙局", "9", "1")]) + words("全年共97件。", LEFT, 500)
    document = read(first, second)
    assert rows_of(document) == [HEAD, ("甲局", "12", "3"), ("乙局", "85", "7"), ("丙局", "9", "1")]
    assert {block.table for block in document.blocks if block.cells} == {0}
    assert document.text.endswith("\n全年共97件。")
    assert document.issues == ()


def test_words_between_part_two_tables() -> None:
    first = on_page([HEAD, ("甲局", "12", "3")], BEFORE)
    second = words("表2", LEFT, 740) + on_page([HEAD, ("乙局", "85", "7")])
    document = read(first, second)
    assert [block.table for block in document.blocks if block.cells] == [0, 0, 1, 1]


def test_a_row_goes_on_over_a_page_end() -> None:
    first = on_page([HEAD, ("综合行政", "12", "3")], BEFORE)
    second = on_page([("执法局", "", ""), ("乙局", "85", "7")])
    assert rows_of(read(first, second)) == [
        HEAD,
        ("综合行政", "12", "3"),
        ("执法局", "", ""),
        ("乙局", "85", "7"),
    ]


def test_caption_table_and_note_keep_their_order() -> None:
    captions = page((FULL, LEFT), ("完。", LEFT), ("表1（单位：件）", LEFT))
    document = read(captions + on_page(TIGHT, top=690) + words("注：截至12月31日。", LEFT, 600))
    assert [line[:4] for line in document.text.split("\n")] == [
        FULL[:4],
        "表1（单",
        "单位 件",
        "甲监管局",
        "乙监管局",
        "注：截至",
    ]


TWO = "甲局办理12件，" + FULL[:8]


@pytest.mark.parametrize(
    "ruled",
    [
        stroked(80, 697, 500, 697) + stroked(80, 669, 500, 669),
        box(70, 640, 520, 720),
        stroked(80, 800, 500, 800),
        "1 1 1 RG " + lattice((70, 200, 520), (720, 690, 660)),
        lattice((70, 520), (720, 690, 660)),
        lattice((70, 300, 520), (720, 660)),
        lattice((530, 540, 550), (720, 690, 660)),
        "0.9 g 70 640 450 80 re f 0 g ",
    ],
    ids=[
        "underlines", "box", "rule below the head", "white", "one column", "one row", "empty", "background",
    ],
)  # fmt: skip
def test_other_lines_make_no_table(ruled: str) -> None:
    document = read(ruled + words(TWO, 80, 700) + words(TWO, 80, 672) + page((FULL, LEFT)))
    assert {block.kind for block in document.blocks} == {BlockKind.PARAGRAPH}
    assert document.issues == ()
    assert document.text.count("12件") == 2


def test_a_table_whose_cells_are_no_rectangles_stays_text() -> None:
    # The first cell reaches round the corner of the one in the middle.
    ruled = box(100, 640, 250, 700) + stroked(150, 660, 150, 680) + stroked(150, 680, 250, 680)
    ruled += stroked(150, 660, 250, 660) + stroked(200, 640, 200, 700)
    cells = [("甲", 110, 686), ("乙", 210, 686), ("12", 160, 665), ("13", 210, 665), ("85", 210, 645)]
    behind = words("办理22件。", LEFT, 600)
    document = read(BEFORE + ruled + "".join(words(text, x, y, 12) for text, x, y in cells) + behind)
    assert sorted(document.text.split()[1:]) == ["12", "13", "85", "乙", "办理22件。", "甲"]
    assert {issue.kind for issue in document.issues} == {"ragged_table"}
    marked = " ".join(document.text[issue.char_start : issue.char_end] for issue in document.issues)
    assert sorted(marked.split()) == ["12", "13", "85", "乙", "甲"]
    assert document.legibility.ragged_tables


def test_words_across_a_line_are_an_issue() -> None:
    rows = [*TIGHT, ("丙局", "12345678", "1")]
    document = read(BEFORE + lattice(XS, edges(4)) + filled_in(rows))
    (issue,) = document.issues
    assert issue.kind == "ragged_table"
    assert document.text[issue.char_start : issue.char_end].startswith("丙局")


def test_a_page_on_its_side_is_read_upright() -> None:
    turned = "0 1 -1 0 595 0 cm 1 0 0 1 0 -300 cm " + BEFORE + on_page([HEAD, ("甲局", "12", "3")])
    document = read(turned, rotate=90)
    assert rows_of(document) == [HEAD, ("甲局", "12", "3")]

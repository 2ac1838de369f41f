"""The workbook's first sheet: what is in it, how the base year did, and how to use it."""

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.hyperlink import Hyperlink

from load.cells import BAD, GOOD, INK, LINK, MUTED, PALE, PAPER, CellWriter, Look, number_format
from load.comparison import Summary
from load.labels import SCOPES, VERDICTS, WHY_NOT, label, legend, mark_signs
from load.sheets import TINTS, append, lines_of, set_up_page

_WIDTHS = (24, 42, 16, 15, 11, 15, 15, 20, 9, 9, 15)
_LAST = "K"
_TITLE = Look(ink=INK, size=18, bold=True, middle=True)
_SUBTITLE = Look(ink=MUTED, wrapped=True)
_SECTION = Look(indent=1, ink=PAPER, fill=INK, size=11, bold=True, middle=True)
_HEAD = Look(indent=1, ink=INK, fill=PALE, bold=True, wrapped=True, middle=True)
_TEXT = Look(indent=1)
_LONG = Look(wrapped=True, indent=1)
_NUMBER = Look(format="#,##0", side="right")
_HEADLINES = (
    "对比值\nOther value",
    "差值\nDifference",
    "评价\nBase year is",
    "名次\nRank",
    "地区数\nPlaces",
    "中位数\nMedian",
)
_SHEETS = {
    "年度比较 Years": "基准年与其他各年逐项比较 the base year against every other year",
    "城市比较 Cities": "各地区排名、中位数、四分位 places ranked; others by their nearest year",
    "历年数值 Trend": "各地区各指标历年数值一览 values with the years across",
    "数据 Figures": "每个指标数值及其原文、出处 every figure with its sentence and source",
    "全部数字 Statements": "报告中的全部数字，含未归入指标的 every figure in the reports, linked or not",
    "指标 Metrics": "指标定义、单位、方向 definitions, units, which way is better",
    "来源 Sources": "每份报告一行，附原文网址 one row a report, with its address",
    "问题 Issues": "未读懂或存疑之处 what was not understood or is in doubt",
}
_COUNTS = (
    ("places", "地区 places"),
    ("reports", "报告 reports"),
    ("reports_read", "　其中：完整读取 read"),
    ("reports_with_holes", "　其中：部分缺损 read with holes"),
    ("reports_failed", "　其中：缺失或无法读取 absent or unreadable"),
    ("statements", "报告中的数字 figures in the reports"),
    ("linked", "　其中：已归入指标 linked to a metric"),
    ("derived", "推算数字 derived figures"),
    ("observations", "可比数据（地区×指标×年份）values (place × metric × year)"),
    ("issues", "未读懂之处 not understood"),
    ("errors", "检查发现的错误 errors found by checks"),
    ("warnings", "检查提示 warnings by checks"),
)
_HOW = (
    "差值 = 基准值 − 对比值，比值 = 基准值 ÷ 对比值；“更好”“更差”按指标方向判断，说的是基准年。"
    " Difference is base minus other, ratio is base over other; better and worse speak of the base year.",
    f"数值旁的符号在各表中含义相同。 The signs at a value mean the same on every sheet: {legend()}.",
    "非确数（> ≥ < ≤）和区间值不计算差值、不排名，界限分开时仍作评价；约数（≈）以上下一成为界。"
    " Open bounds and ranges have no difference and no rank, and a verdict only where their limits lie apart;"
    " about means a tenth either way.",
    "界限相交的数值视为持平、名次并列，两个确数除外；非全年数值只与其他年份的相同月份比较，不排名。"
    " Values whose limits meet are no different and share a rank, unless both are exact; a part of a year is"
    " compared with the same months of other years alone, and not ranked.",
    "名次只在同级地区之间。 Places are ranked among those of the same level.",
    "“推算”是按原文增减幅度计算所得，不是原文所写，始终单独标明。"
    " Derived values are computed from a printed change; they are always marked.",
    "核对：在“数据 Figures”按地区或指标筛选，对照原文，点击报告编号打开原网页。"
    " To check a figure: filter Figures, read its sentence, click the report to open the page.",
    "同一事实以全年数为先，以本年度报告为准，其次为后续年度报告，其他地区的报告最后；不一致的标 ≠。"
    " Whole years count first, then the year's own report, the next later one, and another place's last;"
    " ≠ marks what reports disagree on.",
)


class _Page:
    """The sheet as it grows, row by row."""

    def __init__(self, worksheet: Any) -> None:
        self.worksheet = worksheet
        self.writer = CellWriter(worksheet)
        self.number = 0

    def add(self, cells: Sequence[Any] = (), lines: float = 1) -> None:
        self.number += 1
        append(self.worksheet, self.number, lines, list(cells))

    def wide(self, text: str, look: Look, lines: float | None = None) -> None:
        """One text over the whole width."""
        needed = lines_of(text, sum(_WIDTHS)) if lines is None else lines
        self.worksheet.merged_cells.add(CellRange(f"A{self.number + 1}:{_LAST}{self.number + 1}"))
        rest = [self.writer.text("", look)] * (len(_WIDTHS) - 1)
        self.add([self.writer.text(text, look), *rest], needed)


def add_overview(workbook: Workbook, summary: Summary, sheets: Sequence[tuple[str, int]]) -> None:
    """Write the first sheet. `sheets` are the names of the others and their numbers of rows."""
    worksheet = workbook.create_sheet("概览 Overview")
    for letter, width in zip("ABCDEFGHIJK", _WIDTHS, strict=True):
        worksheet.column_dimensions[letter].width = width
    worksheet.sheet_view.showGridLines = False
    set_up_page(worksheet)
    page = _Page(worksheet)
    page.wide("法治政府建设年度报告数据　Rule-of-law government reports", _TITLE, 2)
    page.wide(
        f"基准年 {summary.base_year}，与其他年份、其他地区比较；每个数字都附原文与出处。"
        f" Base year {summary.base_year} against other years and places; each figure with its source.",
        _SUBTITLE,
    )
    _add_contents(page, summary, sheets)
    _add_verdicts(page, summary)
    _add_headlines(page, summary)
    _add_elsewhere(page, summary)
    _section(page, "使用说明　How to use")
    for line in _HOW:
        page.wide(line, _LONG)


def _section(page: _Page, title: str) -> None:
    page.add(lines=0.4)
    page.wide(title, _SECTION, 1.3)


def _add_contents(page: _Page, summary: Summary, sheets: Sequence[tuple[str, int]]) -> None:
    """Counts in two halves, then the sheets with links to them."""
    write = page.writer
    _section(page, "内容　What is in it")
    half = (len(_COUNTS) + 1) // 2
    for left, right in zip(_COUNTS[:half], _COUNTS[half:], strict=True):
        row = page.number + 1
        page.worksheet.merged_cells.add(CellRange(f"A{row}:B{row}"))
        page.worksheet.merged_cells.add(CellRange(f"E{row}:J{row}"))
        cells: list[Any] = [write.text(left[1], _TEXT), None, _count(page, summary, left[0]), None]
        page.add([*cells, write.text(right[1], _TEXT), *[None] * 5, _count(page, summary, right[0])])
    _section(page, "工作表　Sheets")
    for title, rows in sheets:
        row = page.number + 1
        page.worksheet.merged_cells.add(CellRange(f"B{row}:J{row}"))
        link = write.text(title, replace(_TEXT, ink=LINK, underlined=True))
        link.hyperlink = Hyperlink(ref="", location=f"'{title}'!A1")
        page.add([link, write.text(_SHEETS.get(title, ""), _TEXT), *[None] * 8, write.value(rows, _NUMBER)])


def _count(page: _Page, summary: Summary, name: str) -> Any:
    count = summary.counts[name]
    trouble = name in {"reports_failed", "errors"} and count
    return page.writer.value(count, replace(_NUMBER, fill=BAD if trouble else ""))


def _add_verdicts(page: _Page, summary: Summary) -> None:
    _section(page, f"{summary.base_year} 年与其他年份　{summary.base_year} against other years")
    names = ("better", "worse", "same", "changed", "unknown")
    verdicts = [_two_lines(VERDICTS[name]) for name in names]
    _heads(page, ["对比年\nYear", "比较的数值\nValues compared", *verdicts], left={0})
    for row in summary.verdicts.to_pylist():
        total = sum(row[name] for name in names)
        tints = [GOOD, BAD, "", "", ""]
        counts = [
            page.writer.value(row[name], replace(_NUMBER, fill=tint if row[name] else ""))
            for name, tint in zip(names, tints, strict=True)
        ]
        year = page.writer.value(row["year"], replace(_TEXT, format="0"))
        page.add([year, page.writer.value(total, _NUMBER), *counts])


def _add_headlines(page: _Page, summary: Summary) -> None:
    """The figures of the base year that say most, against the nearest other year and the other places."""
    base = summary.base_year
    _section(page, f"{base} 年要点　Headlines of {base}")
    heads = ("地区\nPlace", "指标\nMetric", "范围\nScope", f"{base} 年\nValue", "对比年\nYear", *_HEADLINES)
    _heads(page, heads, left={0, 1, 2, 7})
    for row in summary.headlines.to_pylist():
        metric = f"{row['label_zh']}\n{row['label_en']}"
        page.add(_headline(page.writer, row, metric), lines_of(metric, _WIDTHS[1]))


def _add_elsewhere(page: _Page, summary: Summary) -> None:
    """Figures of the base year beside other places' of the nearest year, where these have none of it."""
    if not summary.elsewhere.num_rows:
        return
    base = summary.base_year
    _section(page, f"{base} 年与其他地区最近年份　{base} beside other places' nearest years")
    heads = ["地区\nPlace", "指标\nMetric", "范围\nScope", f"{base} 年\nValue", "对比年\nYear"]
    _heads(page, [*heads, "对比值\nOther value", "对比地区\nOther place"], left={0, 1, 2, 6})
    for row in summary.elsewhere.to_pylist():
        metric = f"{row['label_zh']}\n{row['label_en']}"
        cells = _headline_start(page.writer, row, metric)
        page.add([*cells, page.writer.text(row["other_name"], _TEXT)], lines_of(metric, _WIDTHS[1]))


def _headline(write: CellWriter, row: dict[str, Any], metric: str) -> list[Any]:
    verdict = label(VERDICTS, row["verdict"])
    if row["why_not"] and row["verdict"] == "unknown":
        verdict = label(WHY_NOT, row["why_not"])
    return [
        *_headline_start(write, row, metric),
        _figure(write, row["difference"], row["unit"], signed=True),
        write.text(verdict, replace(_LONG, fill=TINTS.get(row["verdict"], ""))),
        _number(write, row["place_rank"]),
        _number(write, row["n"]),
        _figure(write, row["median"], row["unit"]),
    ]


def _headline_start(write: CellWriter, row: dict[str, Any], metric: str) -> list[Any]:
    return [
        write.text(row["place_name"], _TEXT),
        write.text(metric, _LONG),
        write.text(label(SCOPES, row["scope_kind"]), _LONG),
        _figure(write, row["value"], row["unit"], row, ""),
        _number(write, row["other_year"]),
        _figure(write, row["other_value"], row["unit"], row, "other_"),
    ]


def _figure(
    write: CellWriter,
    value: Any,
    unit: str,
    row: dict[str, Any] | None = None,
    which: str = "",
    *,
    signed: bool = False,
) -> Any:
    """A figure with its unit behind it, still a number; `row` has its bound, upper end and marks."""
    if value is None:
        return None
    names = ("bound", "value_high", "mark")
    bound, high, mark = ((row or {}).get(f"{which}{name}") for name in names)
    parts = number_format(value, unit, bound or "exact", signed=signed, high=high).split(";")
    behind = f"{'百分点' if signed and unit == '%' else unit}{mark_signs(mark)}"
    return write.value(value, replace(_NUMBER, format=";".join(f'{part}"{behind}"' for part in parts)))


def _number(write: CellWriter, value: int | None) -> Any:
    return None if value is None else write.value(value, replace(_NUMBER, format="0"))


def _heads(page: _Page, heads: Sequence[str], left: Container[int]) -> None:
    """Column headings, over numbers on the right as the numbers are."""
    sides = ("left" if at in left else "right" for at in range(len(heads)))
    cells = [
        page.writer.text(head, replace(_HEAD, side=side)) for head, side in zip(heads, sides, strict=True)
    ]
    page.add(cells, 2.1)


def _two_lines(text: str) -> str:
    return text.replace(" ", "\n", 1)

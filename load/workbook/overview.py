"""The sheet that shows how things stand: coverage, the base year against others, largest moves, the best."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from load.labels import VERDICTS, label
from load.workbook.answers import Answers
from load.workbook.cells import BAD, GOOD, INK
from load.workbook.drawings import titled
from load.workbook.page import LONG, NUMBER, TEXT, Page
from load.workbook.sheets import TINTS
from load.workbook.widths import lines_of
from load.workbook.workbook_sheets import metric_with_scope
from load.workbook.years import nearest_years

TITLE = "总览 Overview"
ABOUT = "覆盖情况、与基准年相比变动最大者、各指标最优与最末 coverage, largest moves, best, last"
_WIDTHS = (22, 40, 12, 15, 12, 15, 16, 14, 12, 12)
_MOST_PLACES = 40
_VERDICT_NAMES = ("better", "worse", "same", "changed", "unknown")
_COUNTS = (
    ("places", "地区 places"),
    ("reports", "报告 reports"),
    ("reports_read", "　其中：完整读取 read"),
    ("reports_with_holes", "　其中：部分缺损 read with holes"),
    ("reports_failed", "　其中：缺失或无法读取 absent or unreadable"),
    ("statements", "报告中的数字 figures in the reports"),
    ("linked", "　其中：已归入指标 linked to a metric"),
    ("observations", "可比数据（地区×指标×年份）values (place × metric × year)"),
    ("disagreeing", "　其中：报告不一致 ≠ reports disagree"),
    ("unsettled", "　其中：一份报告两个数字 ! one report, two figures"),
)


def add_overview(workbook: Workbook, answers: Answers) -> None:
    """Write the sheet for the places and the base year of the answers."""
    base = answers.book.base_year
    page = Page(workbook, TITLE, _WIDTHS)
    page.title("总览　Overview", f"{answers.book.place}；基准年 base year {base}")
    _add_counts(page, answers.table("overview_counts").to_pylist()[0])
    _add_verdicts(page, base, answers.table("overview_verdicts").to_pylist())
    _add_moves(page, base, answers.table("overview_moves").to_pylist())
    _add_best(page, base, answers.table("overview_best").to_pylist())
    _add_coverage(page, base, answers.table("overview_coverage"))


def _add_counts(page: Page, counts: Mapping[str, int]) -> None:
    page.section("有多少　How much there is")
    half = (len(_COUNTS) + 1) // 2
    for left, right in zip(_COUNTS[:half], _COUNTS[half:], strict=True):
        page.merge("A", "B")
        page.merge("E", "H")
        cells = [page.write.text(left[1], TEXT), None, _count(page, counts, left[0]), None]
        page.add([*cells, page.write.text(right[1], TEXT), *[None] * 3, _count(page, counts, right[0])])


def _count(page: Page, counts: Mapping[str, int], name: str) -> Any:
    trouble = name == "reports_failed" and counts[name]
    return page.write.value(counts[name], replace(NUMBER, fill=BAD if trouble else ""))


def _add_verdicts(page: Page, base: int, rows: Sequence[Mapping[str, int]]) -> None:
    """A line a year, and the same as a chart beside."""
    page.section(f"{base} 年与其他年份　{base} against other years")
    page.heads(["对比年 Year", "", *(VERDICTS[name] for name in _VERDICT_NAMES)], left={0})
    top = page.number
    for row in rows:
        counts = [
            page.write.value(row[name], replace(NUMBER, fill=tint if row[name] else ""))
            for name, tint in zip(_VERDICT_NAMES, (GOOD, BAD, "", "", ""), strict=True)
        ]
        page.add([page.write.text(f"{row['year']}", TEXT), None, *counts])
    if not rows:
        page.wide("没有其他年份可比。 No other year to compare with.")
        return
    page.worksheet.add_chart(_verdict_chart(page.worksheet, top, page.number, base), f"A{page.number + 2}")
    for _ in range(_CHART_ROWS):
        page.add()


_CHART_ROWS = 13
_RULED = replace(TEXT, rule=True)  # a line leads the eye from the name to the years


def _verdict_chart(worksheet: Any, top: int, last: int, base: int) -> BarChart:
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    titled(chart, f"{base} 年的指标：与各年相比 against each year")
    chart.add_data(
        Reference(worksheet, min_col=3, max_col=6, min_row=top, max_row=last), titles_from_data=True
    )
    chart.set_categories(Reference(worksheet, min_col=1, min_row=top + 1, max_row=last))
    for series, colour in zip(chart.series, ("5B9E6F", "D9705A", "B8C4D4", "7A93B5"), strict=True):
        series.graphicalProperties.solidFill = colour
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"  # years from the top down, as in the table
    chart.y_axis.crosses = "max"
    chart.y_axis.majorGridlines = None
    chart.legend.position = "b"
    chart.height, chart.width = 7, 24
    return chart


def _add_moves(page: Page, base: int, rows: Sequence[Mapping[str, Any]]) -> None:
    page.section(f"{base} 年变动最大的　Largest moves of {base} against the nearest other year")
    heads = (
        "地区 Place",
        "指标 Metric",
        "",
        f"{base}年 Value",
        "对比年 Year",
        "对比值 Other",
        "差值 Difference",
    )
    page.heads([*heads, "评价 Verdict"], left={0, 1, 7})
    for row in rows:
        metric = _metric(row)
        page.merge("B", "C")
        cells = [
            page.write.text(row["place_name"], TEXT),
            page.write.text(metric, LONG),
            None,
            page.figure(row["value"], row["unit"], row["bound"], high=row["value_high"], mark=row["mark"]),
            page.year(row["other_year"]),
            page.figure(
                row["other_value"],
                row["unit"],
                row["other_bound"],
                high=row["other_value_high"],
                mark=row["other_mark"],
            ),
            page.figure(row["difference"], row["unit"], signed=True),
            page.write.text(
                label(VERDICTS, row["verdict"]), replace(TEXT, fill=TINTS.get(row["verdict"], ""))
            ),
        ]
        page.add(cells, lines_of(metric, _WIDTHS[1] + _WIDTHS[2]))
    if not rows:
        page.wide("没有。 None.")


def _add_best(page: Page, base: int, rows: Sequence[Mapping[str, Any]]) -> None:
    page.section(f"{base} 年各指标最优与最末　Best and last place of {base} by metric")
    heads = (
        "最优 Best",
        "指标 Metric",
        "",
        "最优值 Value",
        "地区数 Places",
        "中位数 Median",
        "最末值 Last value",
    )
    page.heads([*heads, "最末 Last"], left={0, 1, 7})
    for row in rows:
        metric = _metric(row)
        page.merge("B", "C")
        cells = [
            page.write.text(row["best_name"], replace(TEXT, fill=GOOD)),
            page.write.text(metric, LONG),
            None,
            page.figure(row["best_value"], row["unit"], row["best_bound"], mark=row["best_mark"]),
            page.write.value(row["n"], NUMBER),
            page.figure(row["median"], row["unit"]),
            page.figure(row["worst_value"], row["unit"], row["worst_bound"], mark=row["worst_mark"]),
            page.write.text(row["worst_name"], replace(TEXT, fill=BAD)),
        ]
        page.add(cells, lines_of(metric, _WIDTHS[1] + _WIDTHS[2]))
    if not rows:
        page.wide("没有两个以上地区的同一指标。 No metric has two places to compare.")


def _metric(row: Mapping[str, Any]) -> str:
    return f"{metric_with_scope(row['label_zh'], row['scope_kind'])} {row['label_en']}"


def _add_coverage(page: Page, base: int, found: pa.Table) -> None:
    """Places down, years across: how many values there are."""
    page.section("覆盖情况　Coverage: values by place and year")
    years = nearest_years(set(found["year"].to_pylist()), base)
    counts: dict[tuple[str, str], dict[int, int]] = {}
    for row in found.to_pylist():
        counts.setdefault((row["place"], row["place_name"]), {})[row["year"]] = row["n"]
    page.heads(["地区 Place", "", *(str(year) for year in years)], left={0})
    for (_, name), by_year in list(counts.items())[:_MOST_PLACES]:
        cells = [_filled(page, by_year.get(year, 0), strong=year == base) for year in years]
        page.add([page.write.text(name, _RULED), page.write.text("", _RULED), *cells])
    if len(counts) > _MOST_PLACES:
        page.wide(f"另有 {len(counts) - _MOST_PLACES} 个地区。 And {len(counts) - _MOST_PLACES} more places.")


def _filled(page: Page, count: int, *, strong: bool) -> Any:
    look = replace(NUMBER, bold=strong, ink=INK, fill=GOOD if count else "", rule=True)
    return page.write.value(count, look) if count else page.write.text("·", replace(look, side="right"))

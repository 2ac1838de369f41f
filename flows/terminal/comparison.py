"""A base year against other years and other places, as tables for the terminal."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from load.labels import (
    BETTER,
    SCOPES,
    SEVERITIES,
    VERDICTS,
    WHY_NOT,
    label,
    legend,
    mark_signs,
    plain_number,
)
from load.questions.comparison import Summary
from load.questions.notes import figure_of, note_of
from warehouse.metrics import load_metrics
from warehouse.records import Metric
from warehouse.units import PER_CENT, POINTS

Row = Mapping[str, Any]

_STYLES = {"better": "green", "worse": "red"}


def comparison_view(
    metric: str, base_year: int, years: Sequence[Row], places: Sequence[Row]
) -> RenderableType:
    """One metric: every year of each place against the base year, then the places of the base year.

    `years` and `places` are rows of load.questions.comparison's compare_years and compare_places.
    """
    found = next((one for one in load_metrics() if one.id == metric), None)
    head = Text(_metric_words(found) if found else metric, style="bold")
    if not years and not places:
        return Group(head, Text("没有数据 no figure in the warehouse"))
    if any(_is_base(row, base_year) for row in years):
        tables = _years_table(base_year, years), _places_table(base_year, places)
        return Group(head, *tables, *_legend([*years, *places]))
    have = _have(sorted({row["year"] for row in years}))
    missing = Text(f"没有基准年 no figure of {base_year} to compare with; {have}")
    return Group(head, _years_table(base_year, years), missing, *_legend(years))


def rank_view(metric: str, year: int, rows: Sequence[Row], years: Sequence[int]) -> RenderableType:
    """One metric's places, best first: rows of `rank_places`; `years` are those with any figure."""
    found = next((one for one in load_metrics() if one.id == metric), None)
    head = Text(_metric_words(found) if found else metric, style="bold")
    if not rows:
        return Group(head, Text(f"没有数据 no figure of {year} to rank as asked; {_have(years)}"))
    if "per" in rows[0]:
        return Group(head, _relative_table(year, rows), *_legend(rows))
    heads = (
        "名次 rank",
        "地区 place",
        "数值 value",
        "距最好 gap",
        "百分位 percentile",
        "中位数 median",
        "备注 note",
    )
    table = _table(f"{year}", heads, right={0, 2, 3, 4, 5})
    for row in rows:
        value = figure_of(row)
        share = None if row["percentile"] is None else round(row["percentile"], 1)
        numbers = (_number(number) for number in (row["gap"], share, row["median"]))
        table.add_row(_rank(row), _place(row), value, *numbers, note_of(row))
    return Group(head, table, *_legend(rows))


def _is_base(row: Row, base_year: int) -> bool:
    return row["year"] == base_year and row.get("lineage") not in {"merged", "split"}


def _have(years: Sequence[int]) -> str:
    return f"有数据的年份 years with a figure: {', '.join(map(str, years)) or '–'}"


def _relative_table(year: int, rows: Iterable[Row]) -> Table:
    heads = ("名次 rank", "地区 place", "相对值 relative", "每 per", "数值 value", "分母 denominator")
    table = _table(f"{year}", heads, right={0, 2, 4})
    for row in rows:
        relative = _number(row["relative_value"])
        whole = f"{_number(row['denominator_value'])}{mark_signs(row['denominator_mark'])}"
        denominator = f"{whole} {row['denominator']}"
        table.add_row(_rank(row), _place(row), relative, row["per"], figure_of(row), denominator)
    return table


def checks_view(rows: Sequence[Row]) -> RenderableType:
    """What the checks found: rows of load.questions.comparison's check_findings."""
    if not rows:
        return Text("检查未发现问题 the checks found nothing")
    table = _table("检查 Checks", ("程度 severity", "检查 check", "位置 where", "内容 found"), right=set())
    for row in rows:
        where = " ".join(part for part in (row["report_id"], row["section"]) if part)
        table.add_row(label(SEVERITIES, row["severity"]), row["check_name"], where, Text(row["words"]))
    errors = sum(row["severity"] == "error" for row in rows)
    return Group(table, Text(f"{errors} 错误 errors, {len(rows) - errors} 提示 warnings"))


def rows_view(names: Sequence[str], rows: Iterable[Row]) -> RenderableType:
    """Any answer as a table, figures without the zeros that their type adds."""
    table = _table("", names, right=set())
    for row in rows:
        table.add_row(*(Text(_shown(row[name])) for name in names))
    return table


def _shown(value: object) -> str:
    if value is None:
        return ""
    return plain_number(value) if isinstance(value, Decimal) else str(value)


def _metric_words(metric: Metric) -> str:
    return f"{metric.label_zh} {metric.label_en} ({metric.unit}), {label(BETTER, metric.better)}"


def _years_table(base_year: int, rows: Iterable[Row]) -> Table:
    heads = ("地区 place", "年份 year", "数值 value", "之差 difference", "评价 verdict", "备注 note")
    table = _table(f"{base_year} 与其他年份 against other years", heads, right={2, 3})
    for row in rows:
        is_base = _is_base(row, base_year)
        table.add_row(
            _place_then(row),
            str(row["year"]),
            figure_of(row),
            "基准 base" if is_base else difference_words(row),
            Text("") if is_base else verdict_words(row),
            note_of({**row, "why_not": None}),  # the column of differences says it
        )
    return table


def _places_table(year: int, rows: Iterable[Row]) -> Table:
    heads = ("名次 rank", "地区 place", "数值 value", "距最好 gap", "中位数 median")
    table = _table(f"{year} 与其他地区 against other places", heads, right={0, 2, 3, 4})
    for row in rows:
        value = figure_of(row)
        table.add_row(_rank(row), _place(row), value, _number(row["gap"]), _number(row["median"]))
    return table


def headlines_view(base_year: int, summary: Summary) -> RenderableType:
    """The end of a run: the base year against the nearest other year, and against the other places."""
    elsewhere = summary.elsewhere.to_pylist()
    parts: list[RenderableType] = [*_headline_tables(base_year, summary)]
    if elsewhere:
        parts.append(_headline_elsewhere(base_year, elsewhere))
    parts += _legend([*_compared(summary), *elsewhere])
    return Group(*parts) if parts else Text(f"没有可比数据 nothing of {base_year} to compare")


def headlines_markdown(base_year: int, summary: Summary) -> str:
    """The same as Markdown, for Prefect's page, without what stands elsewhere."""
    tables = map(_markdown, _headline_tables(base_year, summary))
    parts = [*tables, *(text.plain for text in _legend(_compared(summary)))]
    return "\n\n".join(parts) or f"没有可比数据 nothing of {base_year} to compare"


def _headline_tables(base_year: int, summary: Summary) -> list[Table]:
    years, ranks = summary.headlines.to_pylist(), summary.ranks.to_pylist()
    tables = [_headline_years(base_year, years)] if years else []
    return [*tables, _headline_places(base_year, ranks)] if ranks else tables


def _compared(summary: Summary) -> list[Row]:
    return [*summary.headlines.to_pylist(), *summary.ranks.to_pylist()]


def _markdown(table: Table) -> str:
    heads = [str(column.header) for column in table.columns]
    sides = ["---:" if column.justify == "right" else "---" for column in table.columns]
    cells = zip(*(column.cells for column in table.columns), strict=True)
    lines = [heads, sides, *([str(cell).replace("|", "\\|") for cell in row] for row in cells)]
    return "\n".join([f"### {table.title}", "", *(f"| {' | '.join(line)} |" for line in lines)])


def _headline_years(base_year: int, rows: Iterable[Row]) -> Table:
    heads = ("地区 place", "指标 metric", str(base_year), "其他年份 other year", "之差 difference")
    table = _table(f"{base_year} 与其他年份 against other years", heads, right={2, 3, 4})
    table.add_column("评价 verdict")
    for row in rows:
        other = figure_of(row, "other_")
        table.add_row(
            row["place_name"],
            _label(row),
            figure_of(row),
            f"{row['other_year']}: {other}",
            difference_words(row),
            verdict_words(row),
        )
    return table


def _headline_places(base_year: int, rows: Iterable[Row]) -> Table:
    heads = ("地区 place", "指标 metric", str(base_year), "名次 rank", "中位数 median", "不分级 all levels")
    table = _table(f"{base_year} 与其他地区 against other places", heads, right={2, 3, 4, 5})
    for row in rows:
        among_level = (_rank(row), _number(row["median"])) if row["n"] > 1 else ("", "")
        among_all = _rank({"place_rank": row["all_rank"], "n": row["all_n"]})
        table.add_row(row["place_name"], _label(row), figure_of(row), *among_level, among_all)
    return table


def _headline_elsewhere(base_year: int, rows: Iterable[Row]) -> Table:
    heads = ("地区 place", "指标 metric", str(base_year), "其他地区 other place", "数值 value")
    table = _table(
        f"{base_year} 与其他地区的最近年份 against other places' nearest year", heads, right={2, 4}
    )
    for row in rows:
        table.add_row(
            row["place_name"],
            _label(row),
            figure_of(row),
            f"{row['other_name']} {row['other_year']}",
            figure_of(row, "other_"),
        )
    return table


def _table(title: str, heads: Sequence[str], right: set[int]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number in right else "left", overflow="fold")
    return table


def _label(row: Row) -> str:
    return f"{row['label_zh']} {row['label_en']}{_scope(row)}"


def _place(row: Row) -> str:
    return f"{row['place_name']}{_scope(row)}"


def _place_then(row: Row) -> str:
    """The place, and the name and code it was reported under where these were others."""
    if row.get("lineage", "own") == "own":
        return _place(row)
    return f"{_place(row)} ← {row['place_then_name']} {row['place_then']}"


def _scope(row: Row) -> str:
    return "" if row["scope_kind"] == "whole" else f" ({label(SCOPES, row['scope_kind'])})"


def _legend(rows: Iterable[Row]) -> list[Text]:
    """One line that explains the signs, where any stands."""
    names = ("bound", "other_bound", "mark", "other_mark")
    signed = any(row.get(name) not in {None, "exact"} for row in rows for name in names)
    return [Text(legend(), style="dim")] if signed else []


def _rank(row: Row) -> str:
    return f"{row['place_rank']}/{row['n']}" if row["place_rank"] is not None else ""


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain_number(value)


def difference_words(row: Row) -> str:
    """Base minus other with its sign (percentages differ by points), or why there is none."""
    if row["difference"] is None:
        return WHY_NOT.get(row["why_not"] or "", "")
    unit = POINTS if row["unit"] == PER_CENT else row["unit"]
    return f"{plain_number(row['difference'], signed=True)}{unit}"


def verdict_words(row: Row) -> Text:
    """How the base year did, green or red."""
    return Text(label(VERDICTS, row["verdict"]), style=_STYLES.get(row["verdict"] or "", ""))

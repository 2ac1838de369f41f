"""What stands on the workbook's sheets: for each a question to the warehouse (questions/) and its columns."""

from collections.abc import Sequence
from importlib.resources import files

import pandas as pd
import pyarrow as pa

from load.connection import Connection
from load.labels import (
    AGREES,
    BASES,
    BETTER,
    BOUNDS,
    CERTAINTIES,
    CHOSEN,
    COPIES,
    DIRECTIONS,
    FAMILIES,
    HEALTH,
    KINDS,
    LEVELS,
    LINK_BASES,
    MARKS,
    ROLES,
    SCOPES,
    SEVERITIES,
    VERDICTS,
    WHY_NOT,
    YES,
)
from load.sheets import Column, Kind, Sheet
from warehouse.schemas import DECIMAL

MAX_ROWS = 1_000_000  # Excel ends at 1,048,576
_MOST_YEARS = 12
_AT_FIGURE = {"bound": "bound", "high": "value_high", "mark": "mark"}


def _figure(name: str, heading: str, before: str = "", after: str = "") -> Column:
    """A figure with what stands at it: its bound, the upper end of a range, what is to be minded."""
    fields = {field: f"{before}{name}{after}" for field, name in _AT_FIGURE.items()}
    return Column(name, heading, Kind.FIGURE, bound=fields["bound"], high=fields["high"], mark=fields["mark"])


_PLACE = Column("place_name", "地区\nPlace", widest=20)
_CODE = Column("place", "地区代码\nPlace code", Kind.CODE)
_METRIC_ZH = Column("label_zh", "指标\nMetric", widest=34)
_METRIC_EN = Column("label_en", "指标（英文）\nMetric (English)", widest=40)
_METRIC_ID = Column("metric", "指标编号\nMetric id", Kind.CODE, widest=44)
_UNIT = Column("unit", "单位\nUnit")
_SCOPE = Column("scope_kind", "范围\nScope", labels=SCOPES)
_BOUND = Column("bound", "限定\nBound", labels=BOUNDS)
_BASIS = Column("basis", "依据\nBasis", labels=BASES)
_REPORT = Column("report_id", "报告\nReport", Kind.CODE, link="source_url")
_ID = Column("statement_id", "编号\nId", Kind.CODE, hidden=True)

_CERTAINTY = Column("certainty", "归类把握\nLink is", labels=CERTAINTIES)
_LINK_BASIS = Column("link_basis", "归类依据\nLink rests on", labels=LINK_BASES)
YEARS = Sheet(
    "年度比较 Years",
    (
        _PLACE,
        _METRIC_ZH,
        _METRIC_EN,
        _SCOPE,
        _UNIT,
        Column("base_year", "基准年\nBase year", Kind.YEAR),
        _figure("base_value", "基准值\nBase value", "base_"),
        Column("year", "对比年\nYear", Kind.YEAR),
        _figure("value", "对比值\nValue"),
        Column("difference", "差值\nDifference", Kind.DIFFERENCE),
        Column("ratio", "比值\nRatio", Kind.RATIO),
        Column("verdict", "基准年评价\nBase year is", labels=VERDICTS),
        Column("why_not", "不可比原因\nNot comparable", labels=WHY_NOT),
        Column("break_mark", "断点\nBreak", labels=MARKS),
        _BASIS,
        Column("better", "方向\nBetter", labels=BETTER),
        _REPORT,
        _CODE,
        _METRIC_ID,
    ),
    frozen=2,
    group="block",
    printed=15,
)
CITIES = Sheet(
    "城市比较 Cities",
    (
        _METRIC_ZH,
        Column("place_rank", "名次\nRank", Kind.YEAR),
        _PLACE,
        Column("place_level", "级别\nLevel", labels=LEVELS),
        _figure("value", "数值\nValue"),
        _UNIT,
        Column("year", "年份\nYear", Kind.YEAR),
        Column("median", "中位数\nMedian", Kind.FIGURE),
        Column("q1", "下四分位\nLower quartile", Kind.FIGURE),
        Column("q3", "上四分位\nUpper quartile", Kind.FIGURE),
        Column("best_value", "最优值\nBest", Kind.FIGURE),
        Column("gap", "与最优差\nGap to best", Kind.FIGURE),
        Column("n", "地区数\nPlaces", Kind.COUNT),
        Column("why_not", "不排名原因\nNot ranked", labels=WHY_NOT),
        _SCOPE,
        Column("better", "方向\nBetter", labels=BETTER),
        _METRIC_EN,
        _REPORT,
        _CODE,
        _METRIC_ID,
    ),
    frozen=3,
    group="block",
    printed=15,
)
FIGURES = Sheet(
    "数据 Figures",
    (
        _PLACE,
        Column("year", "年份\nYear", Kind.YEAR),
        _METRIC_ZH,
        Column("value", "数值\nValue", Kind.FIGURE, bound="bound"),
        _UNIT,
        Column("sentence", "原文\nSentence", Kind.WRAPPED, widest=64),
        Column("text", "原文数字\nAs written", Kind.CODE, widest=18),
        _BOUND,
        _SCOPE,
        _BASIS,
        Column("chosen", "采用\nUsed", labels=YES),
        Column("agrees", "互证\nAgreement", labels=AGREES),
        _REPORT,
        Column("source_kind", "采用依据\nSource", labels=CHOSEN),
        _CERTAINTY,
        _LINK_BASIS,
        Column("value_high", "区间上限\nUpper end", Kind.FIGURE),
        Column("scope", "范围原文\nScope words", widest=22),
        Column("section", "章节\nSection", Kind.CODE, widest=18),
        Column("derivation", "推算过程\nArithmetic", Kind.CODE, widest=36),
        _METRIC_EN,
        _METRIC_ID,
        Column("rule", "规则\nRule", Kind.CODE, widest=40),
        _CODE,
        _ID,
    ),
    frozen=3,
    group="report_id",
    printed=13,
)
STATEMENTS = Sheet(
    "全部数字 Statements",
    (
        Column("report_id", "报告\nReport", Kind.CODE),
        Column("section", "章节\nSection", Kind.CODE, widest=18),
        Column("sentence", "原文\nSentence", Kind.WRAPPED, widest=64),
        Column("text", "原文数字\nAs written", Kind.CODE, widest=18),
        Column("value", "数值\nValue", Kind.FIGURE, bound="bound"),
        Column("value_high", "区间上限\nUpper end", Kind.FIGURE),
        _UNIT,
        _BOUND,
        Column("role", "作用\nRole", labels=ROLES),
        Column("direction", "升降\nDirection", labels=DIRECTIONS),
        Column("year", "年份\nYear", Kind.YEAR),
        Column("base_year", "对照年\nAgainst", Kind.YEAR),
        _PLACE,
        _SCOPE,
        Column("scope", "范围原文\nScope words", widest=22),
        _METRIC_ZH,
        _CERTAINTY,
        _LINK_BASIS,
        _METRIC_ID,
        _BASIS,
        _ID,
    ),
    frozen=1,
    group="report_id",
    printed=16,
)
METRICS = Sheet(
    "指标 Metrics",
    (
        Column("family", "类别\nFamily", labels=FAMILIES),
        _METRIC_ZH,
        _METRIC_EN,
        _UNIT,
        Column("kind", "类型\nKind", labels=KINDS),
        Column("better", "方向\nBetter", labels=BETTER),
        Column("definition", "定义\nDefinition", Kind.WRAPPED, widest=56),
        Column("n_places", "地区数\nPlaces", Kind.COUNT),
        Column("n_years", "年份数\nYears", Kind.COUNT),
        Column("n_figures", "数据数\nFigures", Kind.COUNT),
        _METRIC_ID,
    ),
    frozen=2,
    group="family",
)
SOURCES = Sheet(
    "来源 Sources",
    (
        Column("place_name", "地区\nPlace", widest=20),
        Column("report_year", "报告年度\nReport year", Kind.YEAR),
        Column("title", "标题\nTitle", Kind.WRAPPED, widest=46),
        Column("health", "读取情况\nHealth", labels=HEALTH),
        Column("reason", "原因\nReason", Kind.WRAPPED, widest=34),
        Column("lost_digits", "丢失数码\nDigits lost", Kind.COUNT),
        Column("unreadable", "无法辨认字符\nUnreadable characters", Kind.COUNT),
        Column("ragged_tables", "不齐表格\nTables not squared", Kind.COUNT),
        Column("statement_count", "数字\nStatements", Kind.COUNT),
        Column("linked_count", "已归指标\nLinked", Kind.COUNT),
        Column("exclusion_count", "排除\nExcluded", Kind.COUNT),
        Column("issue_count", "问题\nIssues", Kind.COUNT),
        Column("source_url", "原文网址\nAddress", widest=76, link="source_url"),
        Column("copy", "来源性质\nOfficial or copy", labels=COPIES),
        Column("publisher", "发布机构\nPublisher", Kind.WRAPPED, widest=22),
        Column("published_on", "发布日期\nPublished", Kind.DATE),
        Column("index_number", "索引号\nIndex number", Kind.CODE, widest=30),
        Column("document_number", "文号\nDocument number", Kind.CODE, widest=24),
        Column("format", "格式\nFormat"),
        Column("report_id", "报告\nReport", Kind.CODE),
        Column("snapshot", "快照 SHA-256\nSnapshot", Kind.CODE, widest=20),
    ),
    frozen=2,
    printed=12,
)
ISSUES = Sheet(
    "问题 Issues",
    (
        Column("severity", "程度\nSeverity", labels=SEVERITIES),
        Column("report_id", "报告\nReport", Kind.CODE, link="source_url"),
        Column("place_name", "地区\nPlace", widest=20),
        Column("kind", "类别\nKind", widest=24),
        Column("words", "内容\nWhat was found", Kind.WRAPPED, widest=60),
        Column("excerpt", "上下文\nIn the text", Kind.WRAPPED, widest=50),
        Column("statement_id", "编号\nId", Kind.CODE, hidden=True),
    ),
    frozen=1,
)
TABLES = {
    "years": YEARS,
    "cities": CITIES,
    "figures": FIGURES,
    "statements": STATEMENTS,
    "metrics": METRICS,
    "sources": SOURCES,
    "issues": ISSUES,
}
"""The sheets that show one question's answer, by the name of the question, in the workbook's order."""


def rows_of(connection: Connection, question: str, base_year: int) -> pa.Table:
    """The rows of one sheet, at most as many as a sheet holds; where all years are more, the base year's."""
    asked = {"base_year": base_year, "most": MAX_ROWS, "all_years": True}
    found = _ask(connection, question, asked)
    return _ask(connection, question, asked | {"all_years": False}) if found.num_rows == MAX_ROWS else found


def _ask(connection: Connection, question: str, asked: dict[str, int | bool]) -> pa.Table:
    query = (files("load") / "questions" / f"{question}.sql").read_text("utf-8")
    named = {name: value for name, value in asked.items() if f"${name}" in query}
    return connection.execute(query, named).to_arrow_table()


def trend_sheet(connection: Connection, base_year: int) -> tuple[Sheet, pa.Table]:
    """Places and metrics down, years across: the columns are the years that have values, nearest the base."""
    observed = _ask(connection, "trend", {"most": MAX_ROWS})
    near = sorted(set(observed["year"].to_pylist()), key=lambda year: (abs(year - base_year), year))
    years = sorted(near[:_MOST_YEARS])
    columns = [_figure(f"value_{year}", f"{year}年", after=f"_{year}") for year in years]
    ends = (Column("better", "方向\nBetter", labels=BETTER), _METRIC_EN, _CODE, _METRIC_ID)
    columns = [_PLACE, _METRIC_ZH, _SCOPE, _UNIT, *columns, *ends]
    sheet = Sheet("历年数值 Trend", tuple(columns), frozen=2, group="place", printed=4 + len(years))
    return sheet, _across(observed, years)


def _across(observed: pa.Table, years: Sequence[int]) -> pa.Table:
    """One row a key, columns a year for the value and what stands at it. Decimals stay decimals."""
    shown = {"value": DECIMAL, "bound": pa.string(), "value_high": DECIMAL, "mark": pa.string()}
    keys = [name for name in observed.column_names if name not in {"year", *shown}]
    fields = [observed.schema.field(name) for name in keys]
    for year in years:
        fields += [pa.field(f"{name}_{year}", kind) for name, kind in shown.items()]
    frame = observed.to_pandas()
    wide = frame[frame["year"].isin(years)].pivot(index=keys, columns="year", values=list(shown))
    wide.columns = pd.Index([f"{name}_{year}" for name, year in wide.columns])
    wide = wide.reset_index().sort_values(
        ["place", "metric_order", "metric", "scope_kind"], ascending=[True, True, True, False], kind="stable"
    )
    return pa.Table.from_pandas(wide, schema=pa.schema(fields), preserve_index=False)

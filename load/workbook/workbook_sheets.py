"""What stands on the workbook's sheets of rows: their columns."""

from collections.abc import Sequence
from dataclasses import replace

from load.labels import (
    AGREES,
    BASES,
    BETTER,
    BOUNDS,
    CERTAINTIES,
    CHOSEN,
    COPIES,
    DECISIONS,
    FAMILIES,
    FINDINGS,
    HEALTH,
    KINDS,
    LEVELS,
    LINK_BASES,
    MARKS,
    SCOPES,
    SEVERITIES,
    VERDICTS,
    WHY_NOT,
    YES,
    label,
)
from load.workbook.columns import Column, Kind, Sheet

MAX_ROWS = 1_000_000  # Excel ends at 1,048,576

_PLACE = Column("place_name", "地区 Place", widest=16)
_CODE = Column("place", "地区代码 Place code", Kind.CODE)
_METRIC_ZH = Column("label_zh", "指标 Metric", Kind.WRAPPED, widest=32)
_METRIC_EN = Column("label_en", "指标英文 Metric in English", widest=40)
_METRIC_ID = Column("metric", "指标编号 Metric id", Kind.CODE, widest=44)
_VALUE = Column(
    "value", "数值 Value", Kind.FIGURE, bound="bound", high="value_high", mark="mark", basis="basis"
)
_UNIT = Column("unit", "单位 Unit", widest=8)
_SCOPE = Column("scope_kind", "范围 Scope", labels=SCOPES)
_BOUND = Column("bound", "限定 Bound", labels=BOUNDS)
_BASIS = Column("basis", "依据 Basis", labels=BASES)
_REPORT = Column("report_id", "报告 Report", Kind.CODE)
_ID = Column("statement_id", "编号 Id", Kind.CODE, hidden=True)
_CERTAINTY = Column("certainty", "归类把握 Link is", labels=CERTAINTIES)
_LINK_BASIS = Column("link_basis", "归类依据 Link rests on", labels=LINK_BASES)

CITIES = Sheet(
    "城市对比 Cities",
    "按指标：各地区排名、中位数与图 metric by metric: places ranked, median, charts",
    question="cities",
    table="cities",
    columns=(
        _METRIC_ZH,
        Column("place_rank", "名次 Rank", Kind.YEAR),
        _PLACE,
        _VALUE,
        _UNIT,
        Column("year", "年份 Year", Kind.YEAR),
        Column("median", "中位数 Median", Kind.FIGURE),
        Column("gap", "与最优差 Gap to best", Kind.FIGURE),
        Column("n", "地区数 Places", Kind.COUNT),
        Column("why_not", "不排名原因 Not ranked", labels=WHY_NOT, widest=24),
        *(
            replace(column, folded=True)
            for column in (
                Column("q1", "下四分位 Lower quartile", Kind.FIGURE),
                Column("q3", "上四分位 Upper quartile", Kind.FIGURE),
                Column("best_value", "最优值 Best", Kind.FIGURE),
                _SCOPE,
                Column("place_level", "级别 Level", labels=LEVELS),
                Column("better", "方向 Better", labels=BETTER),
                _BASIS,
                _METRIC_EN,
                _REPORT,
                _CODE,
                _METRIC_ID,
            )
        ),
    ),
    frozen=3,
    group="block",
    printed=10,
)
FIGURES = Sheet(
    "明细 Figures",
    "每个指标数值及其原文、出处 every figure with its sentence and source",
    question="figures",
    table="figures",
    columns=(
        _PLACE,
        Column("year", "年份 Year", Kind.YEAR),
        _METRIC_ZH,
        _VALUE,
        _UNIT,
        _BOUND,
        _BASIS,
        Column("sentence", "原文 Sentence", Kind.MARKED, widest=64),
        Column("section", "章节 Section", Kind.CODE, widest=14),
        _REPORT,
        Column("chosen", "采用 Used", labels=YES),
        Column("agrees", "互证 Agreement", labels=AGREES),
        Column("review", "复核 Reviewed", labels=DECISIONS),
        Column("review_value", "复核值 Reviewed value", Kind.FIGURE),
        _SCOPE,
        Column("scope", "范围原文 Scope words", widest=22),
        Column("source_kind", "采用依据 Source", labels=CHOSEN),
        _CERTAINTY,
        _LINK_BASIS,
        Column("value_low", "区间下限 Lower end", Kind.FIGURE),
        Column("value_high", "区间上限 Upper end", Kind.FIGURE),
        Column("first_month", "起月 From month", Kind.YEAR),
        Column("last_month", "止月 To month", Kind.YEAR),
        Column("text", "原文数字 As written", Kind.CODE, widest=18),
        Column("derivation", "推算过程 Arithmetic", Kind.CODE, widest=36),
        _METRIC_EN,
        _METRIC_ID,
        Column("rule", "规则 Rule", Kind.CODE, widest=40),
        _CODE,
        _ID,
    ),
    frozen=3,
    group="report_id",
    printed=10,
    zoom=90,
)
METRICS = Sheet(
    "指标 Metrics",
    "指标定义、单位、方向 definitions, units, which way is better",
    question="metrics",
    table="metrics",
    columns=(
        Column("family", "类别 Family", labels=FAMILIES),
        Column("label_zh", "指标 Metric", Kind.WRAPPED, widest=28),
        Column("label_en", "指标英文 Metric in English", Kind.WRAPPED, widest=32),
        _UNIT,
        Column("kind", "类型 Kind", labels=KINDS),
        Column("better", "方向 Better", labels=BETTER),
        Column("definition", "定义 Definition", Kind.WRAPPED, widest=50),
        Column("n_places", "地区数 Places", Kind.COUNT),
        Column("n_years", "年份数 Years", Kind.COUNT),
        Column("n_figures", "数据数 Figures", Kind.COUNT),
        _METRIC_ID,
        Column("choice", "选单 Choice", widest=60),
        Column("gap", "", widest=3),
        Column("verdict_choice", "结论清单 Verdicts", widest=20),
    ),
    frozen=2,
    group="family",
    printed=10,
    beside=3,
)
SOURCES = Sheet(
    "来源 Sources",
    "每份报告一行，附原网页与存档 one row a report, with its page and the stored snapshot",
    question="sources",
    table="sources",
    columns=(
        Column("place_name", "地区 Place", widest=16),
        Column("report_year", "报告年度 Report year", Kind.YEAR),
        Column("report_id", "报告 Report", Kind.CODE),
        Column("title", "标题 Title", Kind.WRAPPED, widest=40),
        Column("health", "读取情况 Health", labels=HEALTH),
        Column("reason", "原因 Reason", Kind.WRAPPED, widest=26),
        Column("statement_count", "数字 Statements", Kind.COUNT),
        Column("linked_count", "已归指标 Linked", Kind.COUNT),
        Column("issue_count", "问题 Issues", Kind.COUNT),
        Column("source_url", "原文网址 Page", Kind.CODE, widest=36, link="page_address"),
        Column("snapshot", "快照 Stored snapshot", Kind.CODE, widest=16, link="snapshot_path"),
        Column("lost_digits", "丢失数码 Digits lost", Kind.COUNT),
        Column("unreadable", "无法辨认字符 Unreadable characters", Kind.COUNT),
        Column("ragged_tables", "不齐表格 Tables not squared", Kind.COUNT),
        Column("exclusion_count", "排除 Excluded", Kind.COUNT),
        Column("copy", "来源性质 Official or copy", labels=COPIES),
        Column("publisher", "发布机构 Publisher", Kind.WRAPPED, widest=22),
        Column("published_on", "发布日期 Published", Kind.DATE),
        Column("index_number", "索引号 Index number", Kind.CODE, widest=30),
        Column("document_number", "文号 Document number", Kind.CODE, widest=24),
        Column("format", "格式 Format"),
    ),
    frozen=3,
    printed=11,
)
QUALITY = Sheet(
    "质量 Checks",
    "检查发现与未读懂之处 what checks found and what was not understood",
    question="quality",
    table="checks",
    columns=(
        Column("severity", "程度 Severity", labels=SEVERITIES),
        Column("place_name", "地区 Place", widest=16),
        Column("report_id", "报告 Report", Kind.CODE),
        Column("kind", "问题 Finding", Kind.WRAPPED, widest=40, labels=FINDINGS),
        Column("words", "内容 What was found", Kind.WRAPPED, widest=52),
        Column("excerpt", "原文 In the text", Kind.WRAPPED, widest=44),
        Column("see", "查看 See", leads_to="target"),
        Column("statement_id", "编号 Id", Kind.CODE, hidden=True),
    ),
    frozen=1,
    printed=7,
)

VERDICT_CHOICES = tuple(DECISIONS.values())
"""What a reviewer may decide, as the list offers it."""
REVIEW = Sheet(
    "复核 Review",
    "最需要人看的数字，可填结论 what most needs a human, with room to decide",
    question="",
    table="review",
    columns=(
        Column("cause", "原因 Why", Kind.WRAPPED, widest=18),
        _PLACE,
        Column("year", "年份 Year", Kind.YEAR),
        Column("metric_shown", "读作指标 Read as", Kind.WRAPPED, widest=24),
        _VALUE,
        _UNIT,
        Column("sentence", "原文 Sentence", Kind.MARKED, widest=52),
        Column("verdict", "结论 Verdict", Kind.OPEN, widest=14, choices="verdict_list"),
        Column("corrected", "更正值 Corrected value", Kind.OPEN_FIGURE, widest=12),
        Column("assigned", "指标 Metric", Kind.OPEN, widest=20, choices="metric_list"),
        Column("comment", "意见 Comment", Kind.OPEN, widest=16),
        Column("reviewer", "审核人 Reviewer", Kind.OPEN, widest=11),
        Column("decided", "已有结论 Decided so far", Kind.WRAPPED, widest=24),
        Column("report_id", "报告 Report", Kind.CODE, link="source_url"),
        Column("section", "章节 Section", Kind.CODE, widest=14),
        _SCOPE,
        Column("scope", "范围原文 Scope words", widest=16),
        Column("token", "编号 Id", Kind.CODE, hidden=True),
    ),
    frozen=2,
    group="fact",
    printed=14,
    zoom=85,
)

YEARS = Sheet(
    "年度对比 Years",
    "每地一段：各年数值、差值、评价、走势 a block a place: the years, difference, verdict",
    question="years",
    table="years",
    columns=(),  # the years that there are: see years_sheet
    frozen=3,
    group="place",
    zoom=90,
)
SHEETS = (YEARS, CITIES, FIGURES, REVIEW, QUALITY, METRICS, SOURCES)
"""The sheets of rows in the order in which a workbook has them."""


def years_sheet(years: Sequence[int], base_year: int) -> Sheet:
    """The sheet of places and metrics down, years across, the base year in bold."""
    columns = [
        Column(
            f"value_{year}",
            f"{year}年",
            Kind.FIGURE,
            bound=f"bound_{year}",
            high=f"value_high_{year}",
            mark=f"mark_{year}",
            basis=f"basis_{year}",
            widest=20,
            strong=year == base_year,
        )
        for year in years
    ]
    against = (
        Column("other_year", "对比年 Against", Kind.YEAR),
        Column("difference", f"{base_year}年差值 Difference", Kind.DIFFERENCE),
        Column("verdict", f"{base_year}年评价 Verdict", labels=VERDICTS),
        Column("trend", "走势 Trend", widest=16),
        Column("why_not", "不可比原因 Not comparable", labels=WHY_NOT),
        Column("break_mark", "断点 Break", labels=MARKS),
        Column("better", "方向 Better", labels=BETTER),
        _SCOPE,
        _METRIC_EN,
        _CODE,
        _METRIC_ID,
    )
    metric = Column("metric_shown", "指标 Metric", Kind.WRAPPED, widest=34)
    shown = (_PLACE, metric, _UNIT, *columns, *against)
    return replace(YEARS, columns=shown, printed=len(years) + 7)


def metric_with_scope(label_zh: str, scope_kind: str) -> str:
    """A metric's label; of figures that are not the whole place's, with whose they are."""
    return label_zh if scope_kind == "whole" else f"{label_zh}（{label(SCOPES, scope_kind)}）"

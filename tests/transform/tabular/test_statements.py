"""Tables: the words of head, label and caption become those of the figure."""

from decimal import Decimal

import pytest

from transform.reading import read_report
from transform.rules import load_rules
from warehouse.records import (
    Basis,
    Block,
    BlockKind,
    Direction,
    Document,
    LinkBasis,
    Reading,
    Role,
    ScopeKind,
    Span,
    Statement,
)


def table(rows: list[list[str]], before: str = "", after: str = "") -> Document:
    """A document of one table between two paragraphs; an empty cell takes the span of the one to its left."""
    text, blocks = before, [Block(BlockKind.PARAGRAPH, 0, len(before))] if before else []
    for row in rows:
        start = len(text) + 1 if text else 0
        text += "\n" if text else ""
        spans: list[Span] = []
        for cell in row:
            if not cell and spans:
                spans.append(spans[-1])
                continue
            begin = len(text) + (1 if spans else 0)
            text += (" " if spans else "") + cell
            spans.append(Span(begin, begin + len(cell)))
        blocks.append(Block(BlockKind.TABLE_ROW, start, len(text), 0, tuple(spans)))
    if after:
        text += f"\n{after}"
        blocks.append(Block(BlockKind.PARAGRAPH, len(text) - len(after), len(text)))
    return Document("", text, tuple(blocks), "html")


def read(rows: list[list[str]], before: str = "") -> Reading:
    return read_report(table(rows, before), "500112", 2021, load_rules())


def only(reading: Reading) -> Statement:
    (statement,) = reading.statements
    return statement


def test_the_head_gives_unit_multiplier_and_metric() -> None:
    statement = only(read([["单位", "罚没金额（万元）"], ["区市场监管局", "2 016.35"]]))
    assert (statement.value, statement.unit) == (Decimal(20163500), "元")
    assert statement.metric == "enforcement.penalty_amount"
    assert (statement.scope, statement.scope_kind) == ("区市场监管局", ScopeKind.DEPARTMENT)


def test_a_total_row_is_the_whole_place_s() -> None:
    reading = read([["单位", "行政处罚（件）"], ["区生态环境局", "96"], ["合计", "5 357"]])
    assert [s.scope_kind for s in reading.statements] == [ScopeKind.DEPARTMENT, ScopeKind.WHOLE]


def test_years_in_the_head() -> None:
    reading = read([["指标", "单位", "2020年", "2021年"], ["收到行政复议申请", "件", "251", "398"]])
    assert [(s.value, s.unit, s.year) for s in reading.statements] == [
        (Decimal(251), "件", 2020),
        (Decimal(398), "件", 2021),
    ]
    assert {s.metric for s in reading.statements} == {"disputes.reconsideration_received"}


def test_last_year_in_the_head() -> None:
    reading = read([["项目", "本年", "上年"], ["审结行政复议案件（件）", "327", "301"]])
    assert [s.year for s in reading.statements] == [2021, 2020]


def test_the_caption_gives_the_unit() -> None:
    statement = only(read([["部门", "罚没款"], ["合计", "3632"]], before="各部门罚没情况（单位：万元）"))
    assert (statement.value, statement.unit) == (Decimal(36320000), "元")


def test_a_merged_head_stands_over_each_column() -> None:
    reading = read(
        [["单位", "行政处罚", ""], ["单位", "件数（件）", "罚没款（万元）"], ["合计", "12", "3.5"]]
    )
    assert [(s.value, s.unit) for s in reading.statements] == [(Decimal(12), "件"), (Decimal(35000), "元")]


def test_a_rate_needs_no_unit_in_the_head() -> None:
    statement = only(read([["指标", "2021年"], ["负责人出庭应诉率", "98.5"]]))
    assert (statement.unit, statement.metric) == ("%", "disputes.appearance_rate")


def test_running_numbers_are_no_figures() -> None:
    reading = read([["序号", "单位", "案件（件）"], ["1", "区城管局", "30"], ["2", "区文旅委", "20"]])
    assert [s.value for s in reading.statements] == [Decimal(30), Decimal(20)]
    assert {e.text for e in reading.exclusions} == {"1", "2"} or reading.issues


def test_a_cell_without_any_unit_is_an_issue() -> None:
    reading = read([["单位", "情况"], ["某处", "17"]])
    assert [issue.kind for issue in reading.issues] == ["unknown unit"]


def test_offsets_are_those_of_the_cell() -> None:
    document = table([["单位", "行政处罚（件）"], ["合计", "5 357"]])
    (statement,) = read_report(document, "500112", 2021, load_rules()).statements
    assert document.text[statement.char_start : statement.char_end] == "5 357"


def told(reading: Reading) -> list[tuple[object, ...]]:
    return [(s.text, s.value, s.unit, s.role, s.direction, s.base_year) for s in reading.statements]


@pytest.mark.parametrize(
    ("head", "cell", "value", "unit", "role", "direction"),
    [
        ("比上年增减（件）", "-7", 7, "件", Role.CHANGE, Direction.DOWN),
        ("比上年增减（件）", "7", 7, "件", Role.CHANGE, Direction.UP),
        ("同比减少（件）", "7", 7, "件", Role.CHANGE, Direction.DOWN),
        ("同比（%）", "-12.5", Decimal("12.5"), "%", Role.CHANGE_RATE, Direction.DOWN),
        ("同比", "↑12.5%", Decimal("12.5"), "%", Role.CHANGE_RATE, Direction.UP),
        ("同比", "12.5%↓", Decimal("12.5"), "%", Role.CHANGE_RATE, Direction.DOWN),
        ("增幅", "8.9", Decimal("8.9"), "%", Role.CHANGE_RATE, Direction.UP),
        ("较上年变化", "+3.2个百分点", Decimal("3.2"), "百分点", Role.CHANGE, Direction.UP),
        ("全省位次", "4", 4, "位", Role.RANK, None),
        ("占比", "8.9", Decimal("8.9"), "%", Role.LEVEL, None),
        ("新增（件）", "7", 7, "件", Role.LEVEL, None),
    ],
)
def test_the_head_says_what_a_column_is(
    head: str, cell: str, value: object, unit: str, role: Role, direction: Direction | None
) -> None:
    reading = read([["指标", "数量（件）", head], ["受理行政复议案件", "512", cell]])
    base = 2020 if role in {Role.CHANGE, Role.CHANGE_RATE} else None
    assert told(reading)[1] == (cell.strip("↓"), value, unit, role, direction, base)


def test_a_change_has_the_metric_of_the_level_beside_it() -> None:
    reading = read([["指标", "2020年", "2021年", "增长"], ["受理行政复议案件（件）", "500", "512", "2.4%"]])
    assert [s.metric for s in reading.statements] == ["disputes.reconsideration_accepted"] * 3
    assert reading.statements[2].link_basis is LinkBasis.TABLE


def test_a_change_against_a_named_year() -> None:
    reading = read([["指标", "2021年", "比2015年增加"], ["受理行政复议案件（件）", "512", "12"]])
    level, change, derived = reading.statements
    assert [(s.year, s.base_year) for s in (level, change)] == [(2021, None), (2021, 2015)]
    assert (derived.value, derived.year, derived.basis) == (500, 2015, Basis.DERIVED)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("行政执法情况（单位：件、人次、万元）", ""),
        ("行政执法情况\n单位：件，人次，万元", ""),
        ("", "注：处罚案件单位为件，人员单位为人次，金额单位为万元。"),
    ],
    ids=["in brackets", "on a line of its own", "in a note"],
)
def test_units_named_for_all_columns_go_where_they_fit(before: str, after: str) -> None:
    document = table(
        [["单位", "处罚案件", "出动执法人员", "罚没款"], ["合计", "620", "3150", "42.8"]], before, after
    )
    statements = read_report(document, "500112", 2021, load_rules()).statements
    assert [(s.value, s.unit) for s in statements] == [(620, "件"), (3150, "人次"), (428000, "元")]


@pytest.mark.parametrize(
    "rows",
    [
        [["单位", "罚没款"], ["", "万元"], ["合计", "42.8"]],
        [["单位", "罚没款/万元"], ["合计", "42.8"]],
        [["指标", "计量单位", "数值"], ["罚没款", "万元", "42.8"]],
        [["指标", "数值"], ["罚没款（万元）", "42.8"]],
    ],
    ids=["a row of units", "after a slash", "a column of units", "in the label"],
)
def test_where_a_unit_may_stand(rows: list[list[str]]) -> None:
    statement = read(rows).statements[-1]
    assert (statement.value, statement.unit) == (428000, "元")


def test_money_whose_unit_nothing_tells_is_no_yuan() -> None:
    reading = read([["单位", "罚没款"], ["合计", "42.8"]])
    assert (only(reading).unit, only(reading).metric) == ("", None)
    assert [issue.kind for issue in reading.issues] == ["unknown unit"]


def test_the_caption_says_what_heads_do_not() -> None:
    reading = read([["地区", "数量"], ["合计", "120"]], before="表1 各区县行政复议案件受理情况")
    assert (only(reading).metric, only(reading).unit) == ("disputes.reconsideration_accepted", "件")


def test_of_a_caption_s_lines_the_nearest_that_names_a_noun_counts() -> None:
    before = "政府信息公开\n各地行政复议案件受理情况\n（按数量）"
    found = read([["省份", "数量"], ["江苏", "284"]], before)
    assert [one.metric for one in found.statements] == ["disputes.reconsideration_accepted"]


def test_none_of_a_caption_s_nouns_is_a_rival_of_the_others() -> None:
    found = read([["指标", "单位", "2017年"], ["调解成功", "件", "1286"]], "表2 矛盾纠纷化解与法律服务")
    assert [one.metric for one in found.statements] == ["disputes.mediation_succeeded"]


def test_a_new_head_in_the_middle() -> None:
    reading = read(
        [
            ["第二十条第（五）项", ""],
            ["信息内容", "本年处理决定数量"],
            ["行政许可", "57"],
            ["第二十条第（八）项", ""],
            ["信息内容", "本年收费金额（单位：万元）"],
            ["行政事业性收费", "3"],
        ]
    )
    assert [(s.value, s.unit) for s in reading.statements] == [(57, "件"), (30000, "元")]


@pytest.mark.parametrize(
    "rows",
    [
        [["省份", "数量", "省份", "数量"], ["湖北", "3392", "江西", "704"]],
        [["湖北", "3392", "江西", "704"]],
    ],
    ids=["with heads", "without"],
)
def test_names_and_numbers_side_by_side(rows: list[list[str]]) -> None:
    document = table(rows, before="各省受理行政复议案件情况")
    statements = read_report(document, "100000", 2021, load_rules()).statements
    assert [(s.place, s.value) for s in statements] == [("420000", 3392), ("360000", 704)]
    assert {s.metric for s in statements} == {"disputes.reconsideration_accepted"}


def test_a_province_goes_before_a_district_of_the_same_name() -> None:
    document = table([["省份", "受理行政复议案件（件）"], ["河北", "5641"]])
    (statement,) = read_report(document, "100000", 2021, load_rules()).statements
    assert statement.place == "130000"


def test_a_row_without_figures_is_no_head() -> None:
    reading = read([["指标", "受理（件）"], ["行政许可", "—"], ["受理行政复议案件", "12"]])
    assert [(s.value, s.unit) for s in reading.statements] == [(12, "件")]


@pytest.mark.parametrize("head", ["数值", "2021年数据", "实际值", "统计结果", "本期数", "实绩"])
def test_a_head_that_says_nothing_keeps_no_figure_from_its_metric(head: str) -> None:
    statement = only(read([["指标", head], ["行政诉讼败诉率", "3.4%"]]))
    assert (statement.metric, statement.year) == ("disputes.litigation_loss_rate", 2021)


@pytest.mark.parametrize("head", ["数量", "数值", "2021年", "合计"])
@pytest.mark.parametrize(
    ("label", "units", "stated"),
    [
        ("行政复议案件", "件、万元", ("640", "件")),
        ("罚没款", "件、万元", ("6400000", "元")),
        ("罚款案件", "件、万元", ("640", "件")),
        ("行政诉讼败诉率", "件、万元", ("640", "%")),
        ("参训人员", "件、人次", ("640", "人次")),
        ("罚没款", "件", ("640", "")),
    ],
)
def test_under_an_open_head_the_label_says_which_unit(
    head: str, label: str, units: str, stated: tuple[str, str]
) -> None:
    statement = only(read([["指标", head], [label, "640"]], f"单位：{units}"))
    assert (str(statement.value), statement.unit) == stated


@pytest.mark.parametrize("head", ["同比", "较上年变化", "比上年增减"])
@pytest.mark.parametrize(
    ("cell", "stated"),
    [
        ("上升6.7%", (Role.CHANGE_RATE, Direction.UP, "6.7", "%")),
        ("同比下降20%", (Role.CHANGE_RATE, Direction.DOWN, "20", "%")),
        ("减少16件", (Role.CHANGE, Direction.DOWN, "16", "件")),
        ("增加了9", (Role.CHANGE, Direction.UP, "9", "件")),
        ("降 1.5%", (Role.CHANGE_RATE, Direction.DOWN, "1.5", "%")),
    ],
)
def test_a_change_may_be_told_in_words(
    head: str, cell: str, stated: tuple[Role, Direction, str, str]
) -> None:
    rows = [["指标", "数量（件）", head], ["行政应诉案件", "300", cell]]
    level, change = (one for one in read(rows).statements if one.basis is Basis.STATED)
    assert (change.role, change.direction, str(change.value), change.unit) == stated
    assert change.metric == level.metric == "disputes.litigation_cases"


def test_a_change_in_words_beside_other_columns_is_no_level() -> None:
    reading = read([["指标", "数量（件）", "备注"], ["行政应诉案件", "300", "下降20%"]])
    assert [str(one.value) for one in reading.statements] == ["300"]

"""Tables: the words of head, label and caption become those of the figure."""

from decimal import Decimal

from transform.reading import read_report
from transform.rules import load_rules
from warehouse.records import Block, BlockKind, Document, Reading, ScopeKind, Span, Statement


def table(rows: list[list[str]], before: str = "") -> Document:
    """A document of one paragraph and one table; an empty cell takes the span of the one to its left."""
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

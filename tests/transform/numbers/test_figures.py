import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transform.numbers.figures import Figures, figures_of, read_figures
from transform.numbers.spans import number_spans
from transform.text.normalise import normalise
from warehouse.records import Bound


def figures(text: str) -> Figures:
    normal = normalise(text)
    return read_figures(normal, 0, len(normal))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2018年3月30日", "date"),
        ("4月17至18日", "date"),
        ("9月6、7日", "date"),
        ("二〇一七年", "date"),
        ("（5至12月）", "date"),
        ("《法治政府建设实施纲要（2015—2020年）》", "citation"),
        ("落实《行政处罚法》第三十三条", "citation"),
        ("湘政办发〔2022〕31号", "document number"),
        ("浙ICP备05000000号", "code"),
        ("联系电话：0579-12345678", "telephone"),
        ("12345政务服务热线", "telephone"),
        ("“铁拳1号”行动", "name"),
        ("双随机、一公开", "name"),
        ("三改一拆", "name"),
        ("第21次常务会议", "ordinal"),
        ("健全四个机制", "rhetoric"),
        ("三大模块", "rhetoric"),
        ("8个方面42项任务", "rhetoric"),
        ("市县乡三级", "administrative level"),
        ("三年行动计划", "period"),
        ("连续三年", "period"),
        ("一是加强领导", "list marker"),
        ("化解了一批争议", "indefinite"),
        ("受理20xx年", "masked"),
        ("每十万人", "denominator"),
        ("升级3.0版", "rhetoric"),
        ("以上七类", "rhetoric"),
        ("办件量居前两位，", "rhetoric"),
        ("4大项19小项", "rhetoric"),
        ("共七章五十六条", "rhetoric"),
        ("1号、2号、3号楼", "rhetoric"),
        ("国道330线", "name"),
        ("红十字会", "name"),
        ("24h自助服务区", "name"),
        ("八届五次会议", "session"),
    ],
)
def test_what_holds_a_number_and_is_no_figure(text: str, reason: str) -> None:
    found = figures(text)
    assert not found.quantities
    assert reason in {exclusion.reason for exclusion in found.exclusions} or reason == "masked"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("两个地方性法规草案", 1),
        ("30件115人", 2),
        ("共抽取 个案卷", 1),
        ("无一败诉", 1),
        ("零纠错", 1),
        ("没有发生一起有效投诉", 1),
        ("同比翻了一番", 1),
        ("居全省第3位", 1),
        ("稳居全市第一", 1),
        ("3批67项", 2),
        ("邀请人大代表5名", 1),
        ("开设专栏12个", 1),
        ("详见附件2、表3", 0),
    ],
)
def test_figures_of_every_form(text: str, count: int) -> None:
    assert len(figures(text).quantities) == count


def test_a_blank_has_no_value() -> None:
    (blank,) = figures("评出了优秀案卷 个").quantities
    assert (blank.value, blank.bound, blank.unit) == (None, Bound.BLANK, "个")


@pytest.mark.parametrize(
    "text",
    [
        "零距离服务",
        "零容忍",
        "提出 条件",
        "统一办理",
        "万达广场",
        "队伍建设",
        "千方百计",
        "进一步",
        "热线 件件有回音",
    ],
)
def test_words_that_hold_number_characters_are_no_figures(text: str) -> None:
    assert not figures(text).quantities


@pytest.mark.parametrize(
    "text",
    [
        "受理12，85件",
        "出庭率98，120件",
        "罚没1,23万元",
        "立案12 85件",
        "办结1.286.5件",
        "增长12.5.3%",
        "资金1234.5 6万元",
        "结构比为3:4:3",
        "比例为10.1：43.5：46.4",
        "行政复议案件（件） 231 268",
    ],
)
def test_digits_that_may_be_one_number_or_two_are_an_issue_and_no_tail_is_a_figure(text: str) -> None:
    found = figures(text)
    assert not found.quantities
    assert [issue.kind for issue in found.issues] == ["broken number"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("出庭率98%，120件调解结案", [98, 120]),
        ("第3，12件", [12]),
        ("2022年，350件", [350]),
        ("处50元以上500元以下罚款", [50, 500]),
        ("每十万人发案12起", [12]),
        ("行政处罚-512件", [512]),
        ("覆盖①13个县区", [13]),
    ],
)
def test_what_stands_before_a_figure_is_no_part_of_it(text: str, values: list[int]) -> None:
    assert [quantity.value for quantity in figures(text).quantities] == values


@pytest.mark.parametrize(("text", "count"), [("实现“零上访、零事故”。", 2), ("开展“零上访”创建活动。", 0)])
def test_a_zero_in_quotation_marks_counts_where_it_was_reached(text: str, count: int) -> None:
    assert len(figures(text).quantities) == count


def test_a_number_with_an_unknown_unit_is_an_issue() -> None:
    (issue,) = figures("累计17枰产品").issues
    assert (issue.kind, issue.words[:2]) == ("unknown unit", "17")


TEXTS = st.text(
    alphabet=st.sampled_from(
        "的一二三十百万亿零两0123456789,.%件个项家人次年月第、，。；：（）()“”《》〔〕 \t\n"
        "共约余以上率占比至—-abX＊"
    ),
    max_size=120,
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_number_of_a_text_is_figure_exclusion_or_issue(text: str) -> None:
    normal = normalise(text)
    found = figures(text)
    spans = [(q.start, q.end) for q in found.quantities]
    spans += [(e.char_start, e.char_end) for e in (*found.exclusions, *found.issues)]
    numbers = [match.span() for match in number_spans(normal)]
    assert [n for n in numbers if not any(start < n[1] and n[0] < end for start, end in spans)] == []


def test_many_stretches_are_read_as_each_is_alone() -> None:
    parts = ["全年受理37件", "无数字的一段", "第三条规定，", "零败诉，居全省第二位。", "占比12.5%；2017年3月"]
    text = normalise("".join(parts))
    ends = [sum(map(len, parts[: number + 1])) for number in range(len(parts))]
    spans = list(zip([0, *ends], ends, strict=False))
    assert figures_of(text, spans) == [read_figures(text, *span) for span in spans]
    assert figures_of(text, []) == []

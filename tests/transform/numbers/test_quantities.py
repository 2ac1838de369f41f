from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.numbers.quantities import Quantity, quantity_at
from transform.numbers.spans import _LONE, _NUMBER, number_spans
from transform.text.normalise import normalise
from warehouse.records import Bound


def first_quantity(text: str) -> Quantity:
    normal = normalise(text)
    for match in number_spans(normal):
        if quantity := quantity_at(normal, match):
            return quantity
    raise AssertionError(f"no quantity in {text}")


@pytest.mark.parametrize(
    ("text", "written", "value", "unit", "bound"),
    [
        ("共参与20余次", "20余次", "20", "次", Bound.MORE_THAN),
        ("近3万件", "近3万件", "30000", "件", Bound.ABOUT),
        ("率接近60%", "接近60%", "60", "%", Bound.ABOUT),
        ("将近60件", "将近60件", "60", "件", Bound.ABOUT),
        ("大约60件", "大约60件", "60", "件", Bound.ABOUT),
        ("达到90%以上", "90%以上", "90", "%", Bound.AT_LEAST),
        ("百分之九十二", "百分之九十二", "92", "%", Bound.EXACT),
        ("处罚165万元", "165万元", "1650000", "元", Bound.EXACT),
        ("不少于四次", "不少于四次", "4", "次", Bound.AT_LEAST),
        ("不到36小时", "不到36小时", "36", "小时", Bound.LESS_THAN),
        ("控制在8%以内", "控制在8%以内", "8", "%", Bound.AT_MOST),
        ("约占三成", "三成", "30", "%", Bound.EXACT),
        ("五成多", "五成多", "50", "%", Bound.MORE_THAN),
        ("一成半", "一成半", "15", "%", Bound.EXACT),
        ("信访总量1.12万件（批）次", "1.12万件（批）次", "11200", "件（批）次", Bound.EXACT),
        ("58.3件/万人", "58.3件/万人", "58.3", "件/万人", Bound.EXACT),
        ("装机477万千瓦", "477万千瓦", "4770000", "千瓦", Bound.EXACT),
        ("产能5万千升", "5万千升", "50000", "千升", Bound.EXACT),
        ("节约38万元", "38万元", "380000", "元", Bound.EXACT),
        ("6‰", "6‰", "6", "‰", Bound.EXACT),
        ("下降5.94百分点", "5.94百分点", "5.94", "百分点", Bound.EXACT),
        ("下降3个百分点", "3个百分点", "3", "百分点", Bound.EXACT),
        ("3百余件", "3百余件", "300", "件", Bound.MORE_THAN),
        ("为期两个月", "两个月", "2", "月", Bound.EXACT),
        ("1/4左右", "1/4左右", "25", "%", Bound.ABOUT),
        ("败诉率 5.4 %", "5.4 %", "5.4", "%", Bound.EXACT),
        ("１７．６％", "17.6%", "17.6", "%", Bound.EXACT),
        ("１，２７０件", "1,270件", "1270", "件", Bound.EXACT),
        ("下降半成", "半成", "5", "%", Bound.EXACT),
        ("近一半", "近一半", "50", "%", Bound.ABOUT),
        ("千分之三", "千分之三", "3", "‰", Bound.EXACT),
        ("16.4亿元", "16.4亿元", "1640000000", "元", Bound.EXACT),
        ("三十多万亿元", "三十多万亿元", "30000000000000", "元", Bound.MORE_THAN),
        ("比上年的381件多出27.6%", "381件", "381", "件", Bound.EXACT),
        ("1，640件", "1,640件", "1640", "件", Bound.EXACT),
        ("1, 640件", "1, 640件", "1640", "件", Bound.EXACT),
        ("1’640件", "1,640件", "1640", "件", Bound.EXACT),
        ("1 640件", "1 640件", "1640", "件", Bound.EXACT),
        ("97. 3%", "97. 3%", "97.3", "%", Bound.EXACT),
        ("9 7.3%", "9 7.3%", "97.3", "%", Bound.EXACT),
        ("超 4 万人次", "超 4 万人次", "40000", "人次", Bound.MORE_THAN),
        ("参训 620 人次天", "620 人次天", "620", "人次天", Bound.EXACT),
        ("1.7 万件", "1.7 万件", "17000", "件", Bound.EXACT),
        ("300万五千元", "300万五千元", "3005000", "元", Bound.EXACT),
        ("≥95%", "≥95%", "95", "%", Bound.AT_LEAST),
        ("＜3%", "<3%", "3", "%", Bound.LESS_THAN),
        ("八成七", "八成七", "87", "%", Bound.EXACT),
        ("三成半", "三成半", "35", "%", Bound.EXACT),
        ("数百万元", "数百万元", "1000000", "元", Bound.MORE_THAN),
        ("几十户", "几十户", "10", "户", Bound.MORE_THAN),
        ("超过一半", "超过一半", "50", "%", Bound.MORE_THAN),
        ("85/90件", "85/90", "94.44444444444444444444444444", "%", Bound.EXACT),
        ("按3：2的比例", "3：2", "1.5", "倍", Bound.EXACT),
        ("比例为1:15", "1:15", "15", "倍", Bound.EXACT),
        ("15日内", "15日内", "15", "日", Bound.AT_MOST),
        ("2小时内", "2小时内", "2", "小时", Bound.AT_MOST),
        ("3天半", "3天半", "3.5", "天", Bound.EXACT),
        ("长12.6km", "12.6km", "12.6", "km", Bound.EXACT),
        ("约1.2万㎡", "约1.2万㎡", "12000", "m²", Bound.ABOUT),
        ("存储5TB", "5TB", "5", "TB", Bound.EXACT),
        ("时长4.5h", "4.5h", "4.5", "小时", Bound.EXACT),
        ("业务45笔", "45笔", "45", "笔", Bound.EXACT),
        ("票据320票", "320票", "320", "票", Bound.EXACT),
        ("设备30台次", "30台次", "30", "台次", Bound.EXACT),
    ],
)
def test_number_bound_and_unit(text: str, written: str, value: str, unit: str, bound: Bound) -> None:
    quantity = first_quantity(text)
    assert normalise(text)[quantity.start : quantity.end] == written
    assert (quantity.value, quantity.unit, quantity.bound) == (Decimal(value), unit, bound)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("5至7天", 5, 7, "天"),
        ("30至40件", 30, 40, "件"),
        ("3—5个月", 3, 5, "月"),
        ("三百二十至三百三十份", 320, 330, "份"),
        ("3%至5%", 3, 5, "%"),
        ("3至5万件", 30000, 50000, "件"),
        ("5000至1万人", 5000, 10000, "人"),
        ("百分之五至百分之八", 5, 8, "%"),
        ("两三个", 2, 3, "个"),
        ("1000元至3000元", 1000, 3000, "元"),
        ("8000～10000元", 8000, 10000, "元"),
    ],
)
def test_ranges(text: str, low: int, high: int, unit: str) -> None:
    quantity = first_quantity(text)
    assert (quantity.value, quantity.value_high, quantity.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize("text", ["3条件", "5名单", "2项目", "3mm2x"])
def test_a_unit_that_begins_a_word_is_no_unit(text: str) -> None:
    assert first_quantity(text).unit == ""


def test_a_people_s_committee_is_counted_in_ge() -> None:
    assert first_quantity("467个人民调解组织").unit == "个"


_PIECES = (
    "3",
    "12",
    ".",
    ",",
    "：",
    "/",
    " ",
    "百分之",
    "百",
    "一半",
    "过半数",
    "近半",
    "半成",
    "数",
    "几",
    "十几",
    "案",
    "，",
)


@given(st.lists(st.sampled_from(_PIECES), max_size=24).map("".join))
def test_every_number_begins_with_a_character_that_may_begin_one(text: str) -> None:
    everywhere = [match.span() for match in _NUMBER.finditer(text) if match.group() not in _LONE]
    assert [match.span() for match in number_spans(text)] == everywhere

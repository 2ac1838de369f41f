"""Zeros that are said in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.numbers.zeros import _WORDS, ZERO_SIGNS, zeros_in
from transform.text.normalise import normalise


def zeros(text: str) -> list[tuple[str, str]]:
    """Each zero as printed, and its unit."""
    normal = normalise(text)
    return [(normal[one.start : one.end], one.unit) for one in zeros_in(normal)]


@pytest.mark.parametrize(
    ("text", "written", "unit"),
    [
        ("全年未收到行政赔偿申请。", "未收到行政赔偿申请", "件"),
        ("未收到公民、法人和其他组织的书面申请。", "未收到公民、法人和其他组织的书面申请", "件"),
        ("全年行政诉讼零败诉。", "零败诉", "件"),
        ("无一件被纠错。", "无一件", "件"),
        ("没有发生一起重大事故。", "没有发生一起", "起"),
        ("应出庭负责人无人缺席。", "无人", "人"),
        ("未发生安全生产事故。", "未发生安全生产事故", "起"),
        ("行政诉讼败诉率降至零。", "零", "%"),
        ("信访总量零增长。", "零增长", "%"),
        ("无行政复议案件被撤销。", "无行政复议案件", "件"),
        ("意见书3份，无一被退回。", "无一被退回", ""),
    ],
)
def test_zeros_of_what_is_counted(text: str, written: str, unit: str) -> None:
    assert zeros(text) == [(written, unit)]


@pytest.mark.parametrize(
    "text",
    ["零距离服务", "无人机巡查", "无人值守", "化整为零", "对逾期未收到申请的", "无一例外", "有无败诉案件"],
)
def test_names_rules_and_idioms_are_no_zeros(text: str) -> None:
    assert zeros(text) == []


_PIECES = ("未发生", "一起", "无", "败诉", "降至", "归", "零", "没有", "收到", "申请", "，", "人出庭")


@given(st.lists(st.sampled_from(_PIECES)))
def test_every_zero_holds_one_of_the_signs(words: list[str]) -> None:
    text = "".join(words)
    assert not _WORDS.search(text) or not set(ZERO_SIGNS).isdisjoint(text)

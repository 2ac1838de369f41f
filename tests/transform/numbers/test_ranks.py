"""Ranks in every form that reports give them."""

import pytest

from transform.numbers.ranks import ranks_in
from transform.text.normalise import normalise


def ranks(text: str) -> list[tuple[str, int]]:
    """Each rank as printed, and its place."""
    normal = normalise(text)
    found = sorted(ranks_in(normal), key=lambda one: one.start)
    return [(normal[one.start : one.end], int(one.value or 0)) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依法行政考核列全省第二。", [("第二", 2)]),
        ("三项指标列全省第2、第5、第9。", [("第2", 2), ("第5", 5), ("第9", 9)]),
        ("评估排名17，进步明显。", [("17", 17)]),
        ("由第9位升至第4位。", [("第9位", 9), ("第4位", 4)]),
        ("名次由12升至7。", [("12", 12), ("7", 7)]),
        ("测评居全国46位。", [("46位", 46)]),
        ("得分位居全市首位。", [("首位", 1)]),
        ("得分位居全市首位（见图）。", [("首位", 1)]),
        ("获评第2名。", [("第2名", 2)]),
        ("居全区12个镇（街道、园区）第三。", [("第三", 3)]),
        ("列全省第3（上年为第7）。", [("第3", 3), ("第7", 7)]),
    ],
)
def test_ranks_with_and_without_their_unit(text: str, expected: list[tuple[str, int]]) -> None:
    assert ranks(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "把群众放在第一位",
        "全省第一季度",
        "第三次会议",
        "第二批名单",
        "排名前移3位",
        "第一名责任人",
        "倒数第三",
        "培育全国第一的企业",
    ],
)
def test_other_ordinals_are_no_ranks(text: str) -> None:
    assert ranks(text) == []

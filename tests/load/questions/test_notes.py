"""What a file says beside its numbers: the signs and words that the terminal has."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from load.questions.answers import as_csv
from load.questions.notes import with_notes

ROW: dict[str, Any] = {
    "value": Decimal(90), "value_high": None, "bound": "exact", "unit": "件", "mark": None,
    "break_mark": None, "why_not": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "shown", "note"),
    [
        ({}, "90件", ""),
        ({"value": None, "bound": "blank"}, "–", ""),
        ({"bound": "at_least", "mark": "at_least"}, "≥90件", "以上 at least"),
        ({"value_high": Decimal(95), "mark": "range"}, "90–95件", "区间值 a range"),
        ({"mark": "part_year", "why_not": "part_year"}, "90件◐", "非全年 part of a year"),
        ({"mark": "derived, disagree"}, "90件†≠", "推算 derived, 报告不一致 reports disagree"),
        (
            {"mark": "other_report", "why_not": "year"}, "90件※",
            "其他地区报告 another place's report, 年份不同 another year",
        ),
        (
            {"break_mark": "place_changed", "lineage": "recoded"}, "90件",
            "换码前 before re-coding, 区划变更 place changed",
        ),
    ],
)  # fmt: skip
def test_signs_and_words(fields: dict[str, Any], shown: str, note: str) -> None:
    found = with_notes(pa.Table.from_pylist([ROW | fields])).to_pylist()[0]
    assert (found["shown"], found["note"]) == (shown, note)
    assert found["value"] == (ROW | fields)["value"]


def test_where_there_is_no_bound_of_its_own_the_mark_tells_it() -> None:
    """As of counts per 10,000 residents."""
    rows = [{"value": Decimal(1200), "unit": "件", "mark": "about, derived"}]
    assert as_csv(with_notes(pa.Table.from_pylist(rows))).decode().splitlines() == [
        "value,unit,mark,shown,note",
        '1200,件,"about, derived","≈1,200件†","约 about, 推算 derived"',
    ]


def test_no_rows() -> None:
    assert with_notes(pa.Table.from_pylist([ROW])[:0]).column_names[-2:] == ["shown", "note"]

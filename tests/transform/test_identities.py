"""What cannot both be true, by the limits that bounds and print leave."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transform.conftest import Read
from transform.numbers.printed import can_both_be_true, limits_of
from warehouse.records import Basis, Bound, Statement


@pytest.fixture(scope="module")
def said(read: Read) -> Statement:
    return read("全市受理行政复议案件612件。").statements[0]


def figure(said: Statement, text: str, value: str, unit: str = "件", bound: str = "exact") -> Statement:
    return said._replace(text=text, value=Decimal(value), value_high=None, unit=unit, bound=Bound(bound))


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (("3.4万件", "34000"), ("33986件", "33986"), True),
        (("3.4万件", "34000"), ("33449件", "33449"), False),
        (("33986件", "33986"), ("33987件", "33987"), False),
        (("92%", "92", "%"), ("91.6%", "91.6", "%"), True),
        (("92%", "92", "%"), ("91.4%", "91.4", "%"), False),
        (("85%以上", "85", "%", "at_least"), ("92%", "92", "%"), True),
        (("95%以上", "95", "%", "at_least"), ("92%", "92", "%"), False),
        (("近900件", "900", "件", "less_than"), ("880件", "880"), True),
        (("约900件", "900", "件", "about"), ("820件", "820"), True),
        (("约900件", "900", "件", "about"), ("790件", "790"), False),
    ],
)
def test_can_both_be_true(said: Statement, one: tuple[str, ...], other: tuple[str, ...], both: bool) -> None:
    first, second = figure(said, *one), figure(said, *other)
    assert can_both_be_true(first, second) is can_both_be_true(second, first) is both


@given(st.decimals(0, 10**6, places=1), st.sampled_from(list(Bound)))
def test_a_figure_agrees_with_itself(said: Statement, value: Decimal, bound: Bound) -> None:
    one = figure(said, f"{value}件", str(value), bound=bound)
    low, high = limits_of(one)
    assert can_both_be_true(one, one)
    assert low is None or low <= value
    assert high is None or value <= high


def test_a_rounded_figure_does_not_contradict_the_exact_one(read: Read) -> None:
    reading = read("全市受理行政复议案件3.4万件。\n全市受理行政复议案件33986件。")
    assert [one.kind for one in reading.identities] == []


def test_half_a_year_does_not_contradict_the_year(read: Read) -> None:
    reading = read("上半年受理行政复议案件300件。\n全年受理行政复议案件612件。")
    assert [one.kind for one in reading.identities] == []


def test_a_figure_told_a_thousand_times_is_read_in_no_time(read: Read) -> None:
    """Each is held against the first few: pairs of a thousand would be half a million."""
    reading = read("\n".join(f"全市受理行政复议案件{number}件。" for number in range(100, 1100)))
    told = [one for one in reading.identities if one.kind == "contradiction"]
    assert len(told) <= 5 * 1000
    assert {ids for one in told for ids in one.statement_ids} == {s.statement_id for s in reading.statements}


def test_a_hundred_thousand_characters_of_changes_are_read(read: Read) -> None:
    reading = read("全市受理行政复议案件612件，" + "同比增长12%，" * 12_500)
    assert sum(s.text == "12%" and s.basis is Basis.STATED for s in reading.statements) == 12_500

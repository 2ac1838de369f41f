"""Earlier levels that follow from a level and its change, with their arithmetic and rounding."""

from decimal import Decimal

from tests.transform.conftest import Read, stated
from transform.observations import observations_of
from transform.rules import load_rules
from warehouse.records import Basis, Bound, Role


def test_one_level_two_changes_and_two_derived_levels(read: Read) -> None:
    reading = read("2017年全市行政机关负责人出庭率达到92%，分别比2015年、2016年上升15个和7个百分点。")
    assert [(s.value, s.unit, s.role, s.year, s.base_year, s.basis) for s in reading.statements] == [
        (Decimal(92), "%", Role.LEVEL, 2017, None, Basis.STATED),
        (Decimal(15), "百分点", Role.CHANGE, 2017, 2015, Basis.STATED),
        (Decimal(77), "%", Role.LEVEL, 2015, None, Basis.DERIVED),
        (Decimal(7), "百分点", Role.CHANGE, 2017, 2016, Basis.STATED),
        (Decimal(85), "%", Role.LEVEL, 2016, None, Basis.DERIVED),
    ]
    assert set(stated(reading, "metric")) == {"disputes.appearance_rate"}
    assert reading.statements[2].derivation == "2015: 92 - 15 = 77"


def test_a_rate_of_change_gives_an_interval(read: Read) -> None:
    reading = read("全年收到行政复议申请1502件，同比上升16.9%。", year=2018)
    derived = reading.statements[-1]
    assert (derived.value, derived.bound, derived.year) == (Decimal(1285), Bound.ABOUT, 2017)
    assert derived.derivation and "between 1284.3 and 1285.4" in derived.derivation


def test_nothing_is_derived_where_the_report_states_the_earlier_level(read: Read) -> None:
    reading = read("“最多跑一次”事项13206项，较2017年的11648项净增1558项。", year=2018)
    assert [s.basis for s in reading.statements] == [Basis.STATED] * 3


def test_a_derived_level_carries_the_rounding_of_both_figures(read: Read) -> None:
    reading = read("行政机关负责人出庭应诉率达到92%，比上年提高7个百分点。")
    *_, derived = observations_of(reading.statements, load_rules())
    assert (derived.value, derived.rounding, derived.year) == (Decimal(85), Decimal(1), 2016)

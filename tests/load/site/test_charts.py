"""Where dots and lines lie."""

from decimal import Decimal
from typing import Any

from load.site.charts import spread_chart, years_chart


def row(year: int, value: str | None, **fields: Any) -> dict[str, Any]:
    """A figure of one year, exact unless `fields` says otherwise."""
    figure = None if value is None else Decimal(value)
    exact = {
        "value_high": None,
        "bound": "exact",
        "basis": "stated",
        "lower_limit": figure,
        "upper_limit": figure,
    }
    return {"year": year, "value": figure, "place_form": 1} | exact | fields


def chart(*rows: dict[str, Any]) -> Any:
    return years_chart(rows, (2015, 2018), 2017)


def test_one_year_is_no_picture() -> None:
    assert chart(row(2017, "5"), row(2018, None)) is None


def test_the_base_year_is_marked_and_a_larger_figure_lies_higher() -> None:
    first, base = chart(row(2016, "5"), row(2017, "9")).dots
    assert (first.is_base, base.is_base, base.y < first.y) == (False, True, True)


def test_equal_figures_lie_in_the_middle() -> None:
    assert {dot.y for dot in chart(row(2016, "5"), row(2017, "5")).dots} == {32.0}


def test_a_range_is_drawn_from_end_to_end() -> None:
    _, ranged = chart(row(2016, "5"), row(2017, "6", value_high=Decimal(9))).dots
    assert (ranged.low > ranged.high, ranged.hollow) == (True, True)


def test_an_open_bound_has_an_arrow_to_its_side() -> None:
    least, most = chart(row(2016, "5", bound="at_least"), row(2017, "6", bound="less_than")).dots
    assert (least.arrow, most.arrow, least.hollow, most.hollow) == ("up", "down", True, True)


def test_no_line_crosses_a_break() -> None:
    drawn = chart(row(2015, "4"), row(2016, "5"), row(2017, "6", place_form=2), row(2018, "7", place_form=2))
    assert (len(drawn.breaks), len(drawn.lines)) == (1, 2)


def test_places_of_each_year_on_one_scale() -> None:
    numbers = {"n": 3, "q1": Decimal(2), "median": Decimal(4), "q3": Decimal(6)}
    rows = [{"year": 2016, "least": Decimal(0), "most": Decimal(8)} | numbers]
    rows.append({"year": 2017, "least": Decimal(1), "most": Decimal(10)} | numbers)
    drawn = spread_chart(rows, 2017)
    assert drawn is not None
    assert [box.median for box in drawn.boxes] == [240.0, 240.0]
    assert (drawn.least, drawn.most, drawn.boxes[1].is_base) == (0, 10, True)


def test_no_year_is_no_picture() -> None:
    assert spread_chart([], 2017) is None

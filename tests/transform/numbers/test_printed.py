"""How far a printed figure is rounded."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.numbers.printed import rounding_of
from transform.numbers.quantities import quantity_at
from transform.numbers.spans import number_spans


@pytest.mark.parametrize(
    ("text", "value", "unit", "rounding"),
    [
        ("92%", "92", "%", "0.5"),
        ("92.5%", "92.5", "%", "0.05"),
        ("92.0%", "92", "%", "0.05"),
        ("９２．５％", "92.5", "%", "0.05"),
        ("百分之九十二点五", "92.5", "%", "0.05"),
        ("三分之一", "33.333333", "%", "0.0005"),
        ("1285件", "1285", "件", "0"),
        ("1,285件", "1285", "件", "0"),
        ("3.4万件", "34000", "件", "500"),
        ("3.40万件", "34000", "件", "50"),
        ("3万件", "30000", "件", "5000"),
        ("三万五千件", "35000", "件", "500"),
        ("1.2亿元", "120000000", "元", "5000000"),
        ("5亿2千万元", "520000000", "元", "5000000"),
    ],
)
def test_half_of_one_in_the_last_printed_place(text: str, value: str, unit: str, rounding: str) -> None:
    assert rounding_of(text, Decimal(value), unit) == Decimal(rounding)


@given(st.decimals(0, 9999, places=2, allow_nan=False), st.sampled_from(("万件", "亿元", "%")))
def test_the_true_value_is_never_farther_than_half_a_step_of_what_was_read(
    number: Decimal, ending: str
) -> None:
    """A printed number with one more digit would be read as a value within the rounding."""
    text, finer = f"{number}{ending}", f"{number}4{ending}"
    read, close = (quantity_at(one, number_spans(one)[0]) for one in (text, finer))
    if read is None or close is None or read.value is None or close.value is None:
        raise AssertionError(text)
    assert abs(close.value - read.value) <= rounding_of(text, read.value, read.unit)


@given(st.text(alphabet="0123５.,，·。 %％万件约年二〇", max_size=12))
def test_a_number_alone_is_rounded_as_among_others(text: str) -> None:
    """It is not folded; beside one printed whole it is."""
    assert rounding_of(text, Decimal(1), "%") == rounding_of(f"{text}件 7", Decimal(1), "%")

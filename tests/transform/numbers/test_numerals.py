import ast
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform import numbers
from transform.numbers.numerals import CHINESE_NUMERAL, Numeral, read_numeral
from transform.text.normalise import normalise
from warehouse.records import Bound

DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("１２８", "128"),
        ("12,345", "12345"),
        ("45 317", "45317"),
        ("3.4万", "34000"),
        ("1.2亿", "120000000"),
        ("16.4亿", "1640000000"),
        ("5亿2千万", "520000000"),
        ("1,100万", "11000000"),
        ("两百", "200"),
        ("三千六百", "3600"),
        ("万零三千", "13000"),
        ("一万五千亿", "1500000000000"),
        ("二十万亿", "20000000000000"),
        ("三点五万", "35000"),
        ("两万五", "25000"),
        ("三百零五", "305"),
        ("一百五", "150"),
        ("廿五", "25"),
        ("二〇一七", "2017"),
        ("壹亿伍仟万", "150000000"),
        ("3万4000", "34000"),
        ("5万4千6百", "54600"),
        ("1千零20", "1020"),
        ("三十万亿", "30000000000000"),
        ("十", "10"),
    ],
)
def test_reads_one_number(text: str, value: str) -> None:
    assert read_numeral(text) == Numeral(Decimal(value).normalize() + 0, None, Bound.EXACT)


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("2万余", 20000, Bound.MORE_THAN),
        ("一百二十余", 120, Bound.MORE_THAN),
        ("三十多万亿", 30 * 10**12, Bound.MORE_THAN),
        ("4000余万", 40000000, Bound.MORE_THAN),
        ("十来", 10, Bound.ABOUT),
    ],
)
def test_reads_the_bound_that_the_number_carries(text: str, value: int, bound: Bound) -> None:
    assert read_numeral(text) == Numeral(Decimal(value), None, bound)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("两三", 2, 3), ("七八百", 700, 800), ("二三十", 20, 30), ("三四百万", 3000000, 4000000)],
)
def test_two_neighbouring_digits_name_a_range(text: str, low: int, high: int) -> None:
    assert read_numeral(text) == Numeral(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "share"), [("三分之一", "0.3333"), ("百分之一点五七", "0.0157"), ("千分之一", "0.001")]
)
def test_a_fraction_is_a_part_of_one(text: str, share: str) -> None:
    numeral = read_numeral(text)
    assert numeral and numeral.value.quantize(Decimal("0.0001")) == Decimal(share).quantize(Decimal("0.0001"))


@pytest.mark.parametrize(
    "text",
    ["", "百千", "三四百五", "半百", "百分位", "万达", "件", "三分之零分", "零分之一", "1万2亿", "十二十"],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_numeral(text) is None


def write_chinese(number: int) -> str:
    """The standard way of writing a whole number below 10^16 in characters."""
    if number >= 10**8:
        return _joined(number, 10**8, "亿")
    if number >= 10**4:
        return _joined(number, 10**4, "万")
    words, zero = "", False
    for scale, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            words += ("零" if zero else "") + DIGITS[digit] + unit
            zero = False
        else:
            zero = bool(words) and number > 0
    return words or "零"


def _joined(number: int, scale: int, unit: str) -> str:
    high, low = divmod(number, scale)
    if not low:
        return write_chinese(high) + unit
    return write_chinese(high) + unit + ("零" if low < scale // 10 else "") + write_chinese(low)


@given(st.integers(min_value=1, max_value=10**13))
def test_every_whole_number_written_in_characters_reads_back(number: int) -> None:
    assert read_numeral(write_chinese(number)) == Numeral(Decimal(number))


@given(st.integers(min_value=0, max_value=10**13), st.integers(min_value=0, max_value=99))
def test_every_decimal_with_separators_reads_back(whole: int, hundredths: int) -> None:
    numeral = read_numeral(f"{whole:,}.{hundredths:02d}")
    assert numeral and numeral.value == Decimal(f"{whole}.{hundredths:02d}")


@given(st.integers(min_value=1, max_value=99999), st.sampled_from(["万", "亿", "千", "百"]))
def test_a_multiplier_multiplies(number: int, unit: str) -> None:
    scale = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[unit]
    assert read_numeral(f"{number}{unit}") == Numeral(Decimal(number * scale))


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿点分之余多来0123456789,. 几", max_size=30))
def test_no_text_of_numeral_characters_raises(text: str) -> None:
    read_numeral(text)


@given(st.text(alphabet=CHINESE_NUMERAL + "点余多来分之", max_size=20))
def test_a_numeral_in_characters_needs_no_folding(text: str) -> None:
    assert normalise(text) == text


def test_no_number_passes_through_a_float() -> None:
    """Which would leave a tail: 16.4亿 one short."""
    for file in Path(numbers.__file__).parent.rglob("*.py"):
        names = {
            node.id for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Name)
        }
        assert "float" not in names, file

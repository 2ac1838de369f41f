"""Readings as tables: no figure changes on the way, and one that does not fit is named."""

from dataclasses import replace
from decimal import Decimal

import pytest

from extract.documents import read_document
from transform.reading import read_report
from transform.rules import load_rules
from transform.tables import tables_of
from warehouse.errors import UnreadableError
from warehouse.records import Reading

PAGE = "<h1>金华市2017年度法治政府建设工作报告</h1><p>2017年全市办理行政复议案件1285件。</p>"
REPORT = {"report_id": "330700-2017", "report_year": 2017}


def reading(value: str) -> Reading:
    """A report of one figure, whose value was read as this."""
    read = read_report(read_document(PAGE.encode()), "330700", 2017, load_rules())
    (stated,) = read.statements
    return replace(read, statements=(stated._replace(value=Decimal(value)),))


@pytest.mark.parametrize("value", ["1285", "0.000001", "999999999999999999.999999", "-0.5"])
def test_a_value_that_fits_stays_what_it_is(value: str) -> None:
    table = tables_of([(REPORT, reading(value))])["statements"]
    assert table["value"].to_pylist() == [Decimal(value)]


@pytest.mark.parametrize(
    ("text", "rounding"),
    [
        ("92.1234567%", "0"),
        ("92.123456%", "0"),
        ("92.12345%", "0.000005"),
        ("1.23456789亿元", "0.5"),
        ("3万元", "5000"),
    ],
)
def test_a_figure_printed_finer_than_the_tables_hold_stops_no_report(text: str, rounding: str) -> None:
    page = f"<h1>金华市2017年度法治政府建设工作报告</h1><p>2017年，行政诉讼败诉率为{text}，罚款{text}。</p>"
    read = read_report(read_document(page.encode()), "330700", 2017, load_rules())
    assert tables_of([(REPORT, read)])["statements"].num_rows == 2
    metric = "disputes.litigation_loss_rate" if text.endswith("%") else "enforcement.penalty_amount"
    levels = [one._replace(metric=metric) for one in read.statements]
    table = tables_of([(REPORT, replace(read, statements=tuple(levels)))])["observations"]
    assert set(table["rounding"].to_pylist()) == {Decimal(rounding)}


@pytest.mark.parametrize("value", ["1000000000000000000", "0.0000001"])
def test_a_value_that_does_not_fit_is_named(value: str) -> None:
    """No silent cut; the error tells report, sentence and value."""
    with pytest.raises(UnreadableError) as caught:
        tables_of([(REPORT, reading(value))])
    told = str(caught.value)
    assert [part in told for part in ("330700-2017", "1285件", f"{Decimal(value)}")] == [True] * 3
    assert caught.value.kind == "overflow"

"""What the units that a metric admits become."""

from decimal import Decimal

import pytest

from warehouse.metrics import load_metrics
from warehouse.records import Metric
from warehouse.units import Conversion, conversion


def _metric(unit: str, *units: str) -> Metric:
    return Metric("a.b", "a", "甲", "A", unit, "count", "neutral", "乙", units=units)


@pytest.mark.parametrize(
    ("unit", "own", "becomes", "factor"),
    [
        pytest.param("‰", "%", "%", "0.1", id="of a thousand"),
        pytest.param("起", "件", "件", "1", id="a measure word counts one"),
        pytest.param("名", "人", "人", "1", id="persons are persons"),
        pytest.param("人次", "人", "人次", "1", id="visits are no persons"),
        pytest.param("名", "人次", "人", "1", id="persons are no visits"),
        pytest.param("户次", "家", "家次", "1", id="calls are no firms"),
        pytest.param("人次", "件", "人次", "1", id="visits are no cases"),
        pytest.param("人次", "次", "次", "1", id="a visit is once"),
        pytest.param("元", "元", "元", "1", id="the metric's own"),
    ],
)
def test_a_unit_becomes(unit: str, own: str, becomes: str, factor: str) -> None:
    assert conversion(unit, _metric(own, unit)) == Conversion(becomes, Decimal(factor))


@pytest.mark.parametrize(("unit", "own"), [("元", "件"), ("‰", "件"), ("吨", "元"), ("天", "月")])
def test_what_nothing_says_is_refused(unit: str, own: str) -> None:
    assert conversion(unit, _metric(own, unit)) is None


def test_every_unit_that_a_metric_admits_becomes_one() -> None:
    admitted = [(metric, unit) for metric in load_metrics() for unit in metric.units]
    assert [(metric.id, unit) for metric, unit in admitted if conversion(unit, metric) is None] == []

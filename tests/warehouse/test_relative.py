"""Counts beside what they are a part of: residents, or a hundred cases."""

from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.load.factories import CASES, statement
from tests.warehouse.warehouses import Warehouse, ask
from warehouse.errors import CatalogueError
from warehouse.metrics import load_metrics, parse_catalogue

CONCLUDED, CORRECTED = "disputes.reconsideration_concluded", "disputes.reconsideration_corrected"


def count(report: str, value: str, metric: str = CASES, **fields: Any) -> dict[str, Any]:
    return statement(report, f"{value}件", value, unit="件", metric=metric, **fields)


def test_counts_per_ten_thousand_residents(warehouse: Warehouse) -> None:
    """Only where a population of that place and year is known."""
    warehouse.population = "place,year,residents,source\n330700,2017,5000000,公报\n330700,2016,4000000,公报\n"
    connection = warehouse.of(
        count("330700-2017", "1000"), count("330700-2016", "1000"), count("330500-2017", "900")
    )
    with connection:
        assert connection.execute(
            "SELECT base_per_10k_residents, per_10k_residents FROM compare_years WHERE base_year = 2017"
        ).fetchall() == [(Decimal(2), Decimal("2.5"))]
        assert connection.execute(
            "SELECT place, per_10k_residents FROM compare_places WHERE year = 2017 ORDER BY place"
        ).fetchall() == [("330500", None), ("330700", Decimal(2))]
        assert connection.execute(
            "SELECT place, year, per, denominator, relative_value, place_rank, n "
            "FROM compare_relative ORDER BY year"
        ).fetchall() == [
            ("330700", 2016, "10,000 residents", "公报", Decimal("2.5"), 1, 1),
            ("330700", 2017, "10,000 residents", "公报", Decimal(2), 1, 1),
        ]


def test_cases_per_hundred_cases(tmp_path: Path) -> None:
    """By the whole that the metric's own TOML names (`per`)."""
    ours = [metric for metric in load_metrics() if metric.id in {CONCLUDED, CORRECTED}]
    connection = Warehouse(tmp_path, ours).of(
        count("330700-2017", "7", CORRECTED),
        count("330700-2017", "64", CONCLUDED),
        count("330500-2017", "9", CORRECTED),
    )
    query = "SELECT place, denominator, relative_value FROM compare_relative WHERE per = '100 cases'"
    assert ask(connection, query) == [("330700", CONCLUDED, Decimal("10.9375"))]


@pytest.mark.parametrize(
    ("per", "complaint"),
    [
        pytest.param('"f.whole"', "", id="another metric in the same unit"),
        pytest.param('"f.m"', "no other metric in 件", id="itself"),
        pytest.param('"f.nothing"', "no other metric in 件", id="no metric"),
        pytest.param('"f.rate"', "no other metric in 件", id="another unit"),
        pytest.param("7", "per is 7", id="no id"),
    ],
)
def test_what_a_metric_may_be_divided_by(per: str, complaint: str) -> None:
    keys = (
        'label_zh = "a"\nlabel_en = "a"\nunit = "{}"\nkind = "count"\nbetter = "neutral"\ndefinition = "a"\n'
    )
    units = {"m": "件", "whole": "件", "rate": "%"}
    toml = "".join(f"[{name}]\n{keys.format(unit)}" for name, unit in units.items())
    toml = toml.replace("[whole]", f"per = {per}\n[whole]")
    with pytest.raises(CatalogueError, match=complaint) if complaint else nullcontext():
        assert parse_catalogue({"f.toml": toml}).metrics[0].per == "f.whole"

"""What the terminal and the first sheet say."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from load.engines.connection import PostgresSchema
from load.engines.database import build_database, open_readonly
from load.labels import VERDICTS, figure_text, label, plain_number
from load.questions.comparison import (
    Peers,
    check_findings,
    compare_places,
    compare_years,
    rank_places,
    summary_of,
    unlinked_reports,
)
from tests.load.factories import (
    CASES,
    LOSS,
    METRICS,
    PLACES,
    RATE,
    document,
    issue,
    statement,
    table,
    tables,
    write,
)
from tests.warehouse.warehouses import load_file
from warehouse.errors import SettingsError


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    stated = [
        statement("330700-2017", "11.7%", "11.7", metric=LOSS, year=2015),
        statement("330700-2017", "9.5%", "9.5", metric=LOSS, year=2016),
        statement("330700-2017", "6.9%", "6.9", metric=LOSS),
        statement("330500-2017", "7.9%", "7.9", metric=LOSS),
        statement("331000-2017", "5%", "5", metric=LOSS),
        statement("330700-2017", "92%", "92"),
        statement("330700-2017", "1285件", "1285", unit="件", metric=None),
    ]
    absent = document("330781-2017", health="absent", reason="gone", text=None)
    folder = tmp_path_factory.mktemp("compared")
    write(folder, tables(stated, [absent]))
    load_file(folder, folder / "w.duckdb")
    return folder / "w.duckdb"


def test_the_years_of_one_place_against_2017(database: Path) -> None:
    with open_readonly(database) as connection:
        rows = compare_years(connection, LOSS, 2017, ["330700"]).to_pylist()
    assert [(row["year"], row["value"], row["difference"], row["verdict"]) for row in rows] == [
        (2015, Decimal("11.7"), Decimal("-4.8"), "better"),
        (2016, Decimal("9.5"), Decimal("-2.6"), "better"),
        (2017, Decimal("6.9"), None, None),
    ]


def test_all_places_when_none_is_named(database: Path) -> None:
    with open_readonly(database) as connection:
        rows = compare_years(connection, LOSS, 2017).to_pylist()
    assert [row["place_name"] for row in rows] == ["湖州市", "金华市", "金华市", "金华市", "台州市"]


def test_a_rank_is_over_all_places(database: Path) -> None:
    with open_readonly(database) as connection:
        rows = compare_places(connection, LOSS, 2017, ["330700"]).to_pylist()
    assert [(row["place_rank"], row["n"], row["median"], row["gap"]) for row in rows] == [
        (2, 3, Decimal("6.9"), Decimal("1.9"))
    ]


@pytest.mark.parametrize(
    ("peers", "places"),
    [
        pytest.param(None, ["331000", "330700", "330500"], id="all"),
        pytest.param(Peers("level", "prefecture"), ["331000", "330700", "330500"], id="level"),
        pytest.param(Peers("level", "county"), [], id="nobody of that level"),
        pytest.param(Peers("province", "33"), ["331000", "330700", "330500"], id="province"),
        pytest.param(Peers("province", "13"), [], id="another province"),
    ],
)
def test_rank_among_peers(database: Path, peers: Peers | None, places: list[str]) -> None:
    with open_readonly(database) as connection:
        rows = rank_places(connection, LOSS, 2017, peers).to_pylist()
    assert [(row["place"], row["place_rank"], row["n"]) for row in rows] == [
        (place, number, 3) for number, place in enumerate(places, 1)
    ]


def test_rank_per_residents_and_findings_have_no_rows_where_there_are_none(database: Path) -> None:
    with open_readonly(database) as connection:
        assert rank_places(connection, CASES, 2017, per="10,000 residents").num_rows == 0
        assert check_findings(connection).num_rows == 0


@pytest.mark.parametrize("compare", [compare_years, compare_places, rank_places])
def test_an_unknown_metric_is_told_its_neighbours(database: Path, compare: object) -> None:
    with open_readonly(database) as connection, pytest.raises(SettingsError, match="appearance_rate"):
        compare(connection, "disputes.apearance_rate", 2017)  # type: ignore[operator]


def test_a_report_with_many_figures_and_no_link_is_told(tmp_path: Path, postgres: PostgresSchema) -> None:
    foreign = document("330500-2017", statement_count=40)
    others = [document("331000-2017", statement_count=9), document(statement_count=40, linked_count=1)]
    unknown = table("issues", [issue("unknown words", n, n + 2, report="330500-2017") for n in range(3)])
    write(tmp_path, tables([], [foreign, *others]) | {"issues": unknown})
    for database in (tmp_path / "w.duckdb", postgres):
        build_database(tmp_path, database, METRICS, PLACES)
        with open_readonly(database) as connection:
            assert unlinked_reports(connection, 10).to_pylist() == [
                {"report_id": "330500-2017", "n": 40, "n_unknown": 3}
            ]


def test_a_year_and_a_place_without_values_have_no_rows(database: Path) -> None:
    with open_readonly(database) as connection:
        assert compare_places(connection, LOSS, 1999).num_rows == 0
        assert compare_years(connection, CASES, 2017, ["330700"]).num_rows == 0


def test_summary(database: Path) -> None:
    with open_readonly(database) as connection:
        summary = summary_of(connection, 2017)
    assert summary.counts == {
        "places": 4, "reports": 4, "reports_read": 3, "reports_with_holes": 0, "reports_failed": 1,
        "statements": 7, "linked": 6, "derived": 0, "observations": 6, "exclusions": 0, "issues": 0,
        "errors": 0, "warnings": 0, "disagreeing": 0, "unsettled": 0,
    }  # fmt: skip
    assert summary.verdicts.to_pylist() == [
        {"year": 2015, "better": 1, "worse": 0, "same": 0, "changed": 0, "unknown": 0},
        {"year": 2016, "better": 1, "worse": 0, "same": 0, "changed": 0, "unknown": 0},
    ]
    first = summary.headlines.to_pylist()[0]
    assert (first["place_name"], first["metric"], first["other_year"]) == ("金华市", LOSS, 2016)
    assert RATE not in {row["metric"] for row in summary.headlines.to_pylist()}


def test_the_first_two_of_each_metric_are_told_and_the_most_compared_first(tmp_path: Path) -> None:
    loss = [("330700", "6.9"), ("330500", "7.9"), ("331000", "5"), ("330000", "6")]
    stated = [statement(f"{place}-2017", f"{rate}%", rate, metric=LOSS) for place, rate in loss]
    stated += [statement(f"{place}-2017", f"{rate}%", rate) for place, rate in loss[:2]]
    write(tmp_path, tables(stated))
    load_file(tmp_path, tmp_path / "w.duckdb")
    with open_readonly(tmp_path / "w.duckdb") as connection:
        ranks = summary_of(connection, 2017).ranks.to_pylist()
    assert [(row["place"], row["metric"], row["all_rank"], row["place_rank"]) for row in ranks] == [
        ("331000", LOSS, 1, 1), ("330000", LOSS, 2, 1), ("330500", RATE, 1, 1), ("330700", RATE, 2, 2),
        ("330700", LOSS, 3, 2), ("330500", LOSS, 4, 3),
    ]  # fmt: skip


def test_summary_of_nothing(tmp_path: Path) -> None:
    load_file(tmp_path, tmp_path / "w.duckdb")
    with open_readonly(tmp_path / "w.duckdb") as connection:
        summary = summary_of(connection, 2017)
    assert set(summary.counts.values()) == {0}
    assert summary.verdicts.num_rows == summary.headlines.num_rows == 0


@pytest.mark.parametrize(
    ("value", "bound", "unit", "text"),
    [
        pytest.param("6.900000", "exact", "%", "6.9%", id="rate"),
        pytest.param("85.000000", "at_least", "%", "≥85%", id="open bound"),
        pytest.param("33986.000000", "exact", "件", "33,986件", id="thousands"),
        pytest.param("0.000001", "about", "元", "≈0.000001元", id="small"),
        pytest.param(None, "blank", "个", "–", id="blank"),
    ],
)
def test_a_figure_in_few_characters(value: str | None, bound: str, unit: str, text: str) -> None:
    assert figure_text(None if value is None else Decimal(value), bound, unit) == text


def test_a_signed_number() -> None:
    assert plain_number(Decimal("2.50"), signed=True) == "+2.5"


def test_a_code_without_a_label_is_shown_as_it_is() -> None:
    assert [label(VERDICTS, code) for code in ("better", "new", None)] == ["更好 better", "new", ""]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(statement("330500-2018", "80%", "80", sentence="上半年80%。"), id="other months"),
        pytest.param(statement("330500-2018", "80%", "80", bound="at_least"), id="an open bound"),
        pytest.param(statement("330500-2018", "80%", "80", value_high=Decimal(85)), id="a range"),
    ],
)
def test_what_may_not_be_compared_does_not_stand_beside(tmp_path: Path, other: dict[str, Any]) -> None:
    write(tmp_path, tables([statement("330700-2017"), other]))
    load_file(tmp_path, tmp_path / "w.duckdb")
    with open_readonly(tmp_path / "w.duckdb") as connection:
        assert summary_of(connection, 2017).elsewhere.num_rows == 0


def test_places_without_the_base_year_stand_beside_with_their_nearest(tmp_path: Path) -> None:
    stated = [
        statement("330700-2017"),
        statement("330500-2018", "80%", "80"),
        statement("330500-2015", "60%", "60"),
    ]
    write(tmp_path, tables(stated))
    load_file(tmp_path, tmp_path / "w.duckdb")
    with open_readonly(tmp_path / "w.duckdb") as connection:
        rows = summary_of(connection, 2017).elsewhere.to_pylist()
    assert [
        (row["place_name"], row["other_name"], row["other_year"], row["other_value"]) for row in rows
    ] == [("金华市", "湖州市", 2018, Decimal(80))]


def test_a_place_without_the_base_year_stands_once_beside_its_own_province(tmp_path: Path) -> None:
    stated = [statement(report) for report in ("320700-2017", "330700-2017", "440300-2017")]
    write(tmp_path, tables([*stated, statement("330500-2018", "80%", "80")]))
    load_file(tmp_path, tmp_path / "w.duckdb")
    with open_readonly(tmp_path / "w.duckdb") as connection:
        rows = summary_of(connection, 2017).elsewhere.to_pylist()
    assert [(row["place_name"], row["other_name"]) for row in rows] == [("金华市", "湖州市")]

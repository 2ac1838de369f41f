"""A place's series over changes of its code: on both engines, against pandas, and with real codes."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from load.engines.connection import Connection, Database, PostgresSchema
from load.engines.database import build_database, open_readonly
from load.questions.comparison import compare_years
from tests.load.factories import CASES, LOSS, METRICS, RATE, statement, tables, write
from tests.warehouse.warehouses import load_file
from warehouse.lineage import lineages
from warehouse.places import load_places
from warehouse.records import Place

CODES = (
    "330111", "330183", "340100", "340200", "340500", "341400", "370100", "370116", "371200", "371202",
    "630203", "632121", "110101", "330700",
)  # fmt: skip
FORMS = tuple(
    {form for code in CODES for form in load_places().history(code)}
    | {form for code in CODES if (form := load_places().by_code(code))}
)


def rate(report: str, value: str, **fields: Any) -> dict[str, Any]:
    return statement(report, f"{value}%", value, **fields)


def count(report: str, value: str, **fields: Any) -> dict[str, Any]:
    return statement(report, f"{value}件", value, unit="件", metric=CASES, **fields)


STATED = [
    # 富阳市, since 2015 富阳区 under another code; its own report of 2015 also tells of 2014
    rate("330183-2012", "60"),
    rate("330183-2013", "70", bound="at_least"),
    rate("330183-2014", "75"),
    rate("330111-2015", "79", year=2014),
    rate("330111-2015", "80"),
    rate("330111-2017", "90"),
    rate("330183-2014", "5", metric=LOSS),
    rate("330111-2017", "4", metric=LOSS),
    count("330183-2013", "40"),
    count("330111-2017", "100"),
    count("330183-2014", "7", scope_kind="own", scope="市本级"),
    # 莱芜市, since 2019 in 济南市
    count("371200-2017", "10"),
    count("371200-2018", "12"),
    count("370100-2017", "100"),
    count("370100-2018", "110"),
    count("370100-2019", "130"),
    count("371202-2018", "3"),
    count("370116-2019", "4"),
    # 巢湖市, split in 2011
    count("341400-2010", "30"),
    count("340100-2010", "200"),
    count("340100-2012", "250"),
    # A code of two changes
    rate("632121-2012", "50"),
    rate("630203-2016", "60"),
    rate("330700-2016", "85"),
    rate("330700-2017", "92"),
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("followed")
    write(folder, tables(STATED))
    load_file(folder, folder / "w.duckdb", places=FORMS)
    return folder


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def warehouse(root: Path, request: pytest.FixtureRequest) -> Database:
    if request.param == "duckdb":
        return root / "w.duckdb"
    postgres: PostgresSchema = request.getfixturevalue("kept_postgres")
    build_database(root, postgres, METRICS, FORMS)
    return postgres


def asked(database: Database, query: str) -> list[tuple[Any, ...]]:
    with open_readonly(database) as connection:
        return list(connection.execute(query).fetchall())


def series(place: str, metric: str, scope_kind: str = "whole") -> str:
    return (
        "SELECT year, place_then, place_then_name, value, lineage, in_series, break_mark "
        "FROM observation_followed "
        f"WHERE place = '{place}' AND metric = '{metric}' AND scope_kind = '{scope_kind}' "
        "ORDER BY in_series DESC, year, place_then"
    )


def test_the_same_area_under_an_older_code_goes_on(warehouse: Database) -> None:
    """For 2014 its own report says 75; what the report of 2015 says of it under the new code gives way."""
    assert asked(warehouse, series("330111", RATE)) == [
        (2012, "330183", "富阳市", Decimal(60), "recoded", True, "place_changed"),
        (2013, "330183", "富阳市", Decimal(70), "recoded", True, "place_changed"),
        (2014, "330183", "富阳市", Decimal(75), "recoded", True, "place_changed"),
        (2015, "330111", "富阳区", Decimal(80), "own", True, None),
        (2017, "330111", "富阳区", Decimal(90), "own", True, None),
    ]


def test_it_keeps_its_history_under_its_own_code(warehouse: Database) -> None:
    assert [row[0] for row in asked(warehouse, series("330183", RATE))] == [2012, 2013, 2014]


def test_scope_kinds_stand_apart(warehouse: Database) -> None:
    assert asked(warehouse, series("330111", CASES, "own")) == [
        (2014, "330183", "富阳市", Decimal(7), "recoded", True, "place_changed")
    ]


def test_what_was_merged_in_stands_beside_and_is_not_summed(warehouse: Database) -> None:
    assert asked(warehouse, series("370100", CASES)) == [
        (2017, "370100", "济南市", Decimal(100), "own", True, None),
        (2018, "370100", "济南市", Decimal(110), "own", True, None),
        (2019, "370100", "济南市", Decimal(130), "own", True, None),
        (2017, "371200", "莱芜市", Decimal(10), "merged", False, "place_changed"),
        (2018, "371200", "莱芜市", Decimal(12), "merged", False, "place_changed"),
    ]


def test_a_district_of_a_merged_city_only_took_another_code(warehouse: Database) -> None:
    assert asked(warehouse, series("370116", CASES)) == [
        (2018, "371202", "莱城区", Decimal(3), "recoded", True, "place_changed"),
        (2019, "370116", "莱芜区", Decimal(4), "own", True, None),
    ]


@pytest.mark.parametrize("place", ["340100", "340200", "340500"])
def test_what_was_split_is_listed_with_each_and_in_no_series(warehouse: Database, place: str) -> None:
    rows = [row for row in asked(warehouse, series(place, CASES)) if row[1] != place]
    assert rows == [(2010, "341400", "巢湖市", Decimal(30), "split", False, "place_changed")]


def test_two_steps(warehouse: Database) -> None:
    assert [row[:3] for row in asked(warehouse, series("630203", RATE))] == [
        (2012, "632121", "平安县"),
        (2016, "630203", "平安区"),
    ]


COMPARED = (
    "SELECT year, place_then, difference, difference_low, difference_high, ratio, verdict, why_not, "
    "break_mark FROM compare_years_followed "
    "WHERE place = '{}' AND metric = '{}' AND base_year = {} AND scope_kind = 'whole' "
    "ORDER BY year, place_then"
)


def test_years_are_compared_over_a_new_code(warehouse: Database) -> None:
    assert asked(warehouse, COMPARED.format("330111", RATE, 2017)) == [
        (2012, "330183", Decimal(30), Decimal(30), Decimal(30), None, "better", None, "place_changed"),
        (2013, "330183", None, None, Decimal(20), None, "unknown", "bound", "place_changed"),
        (2014, "330183", Decimal(15), Decimal(15), Decimal(15), None, "better", None, "place_changed"),
        (2015, "330111", Decimal(10), Decimal(10), Decimal(10), None, "better", None, None),
    ]
    assert asked(warehouse, COMPARED.format("330111", LOSS, 2017))[0][6] == "better"
    assert asked(warehouse, COMPARED.format("330111", CASES, 2017)) == [
        (2013, "330183", *[Decimal(60)] * 3, Decimal("2.5"), "changed", None, "place_changed")
    ]


def test_the_base_year_may_lie_under_the_old_code(warehouse: Database) -> None:
    """2012 to 2014 are all 富阳市's: no break between these."""
    rows = asked(warehouse, COMPARED.format("330111", RATE, 2012))
    assert [(row[0], row[2], row[6], row[8]) for row in rows] == [
        (2013, None, "worse", None),
        (2014, Decimal(-15), "worse", None),
        (2015, Decimal(-20), "worse", "place_changed"),
        (2017, Decimal(-30), "worse", "place_changed"),
    ]


def test_another_area_is_shown_and_never_compared(warehouse: Database) -> None:
    beside = [row for row in asked(warehouse, COMPARED.format("370100", CASES, 2019)) if row[1] == "371200"]
    assert [(row[0], *row[2:]) for row in beside] == [
        (year, None, None, None, None, "unknown", "another_area", "place_changed") for year in (2017, 2018)
    ]
    bases = asked(
        warehouse, "SELECT DISTINCT base_place_then FROM compare_years_followed WHERE place = '370100'"
    )
    assert bases == [("370100",)]


def test_a_place_that_never_changed_its_code_is_compared_as_ever(warehouse: Database) -> None:
    columns = "place, metric, base_year, year, difference, ratio, verdict, why_not, break_mark"
    query = "SELECT {} FROM {} WHERE place = '330700' ORDER BY base_year, year"
    plain = asked(warehouse, query.format(columns, "compare_years"))
    assert plain == asked(warehouse, query.format(columns, "compare_years_followed")) != []


def test_without_the_flag_nothing_changes(warehouse: Database) -> None:
    with open_readonly(warehouse) as connection:
        rows = compare_years(connection, RATE, 2017, ["330111"]).to_pylist()
        followed = compare_years(connection, RATE, 2017, ["330111"], follow_mergers=True).to_pylist()
        merged = compare_years(connection, CASES, 2017, ["370100"], follow_mergers=True).to_pylist()
    assert [row["year"] for row in rows] == [2014, 2015, 2017]
    assert [(row["year"], row["lineage"]) for row in followed] == [
        (2012, "recoded"), (2013, "recoded"), (2014, "recoded"), (2015, "own"), (2017, "own")
    ]  # fmt: skip
    assert [(row["year"], row["place_then"], row["why_not"]) for row in merged][-2:] == [
        (2017, "371200", "another_area"), (2018, "371200", "another_area")
    ]  # fmt: skip


def frame(connection: Connection, query: str) -> pd.DataFrame:
    return connection.execute(query).to_arrow_table().to_pandas()


def test_pandas_finds_the_same_rows(warehouse: Database) -> None:
    """The rules anew: own rows, then those of older codes, the nearest first, one a year where re-coded.

    A restatement under the new code gives way to the own report of the old one.
    """
    keys = ["place", "metric", "scope_kind", "year"]
    with open_readonly(warehouse) as connection:
        own = frame(
            connection,
            "SELECT place, metric, scope_kind, year, value, "
            "chosen_because IN ('own_report', 'review') AS is_first FROM observation",
        )
        view = frame(
            connection,
            "SELECT place, metric, scope_kind, year, value, place_then, lineage FROM observation_followed",
        )
    handed = pd.DataFrame([{name: getattr(one, name) for name in one.__slots__} for one in lineages(FORMS)])
    joined = handed.merge(own.rename(columns={"place": "ancestor"}), on="ancestor")
    joined = joined[joined["year"] <= joined["last_year"]]
    joined = joined[joined["first_year"].isna() | (joined["year"] >= joined["first_year"].fillna(0))]
    recoded = joined[joined["kind"] == "recoded"].sort_values("steps")
    firsts = set(recoded.loc[recoded["is_first"], keys].itertuples(index=False, name=None))
    restated = own[~own["is_first"]]
    gives_way = [row in firsts for row in restated[keys].itertuples(index=False, name=None)]
    own = own.drop(restated[gives_way].index)
    recoded = recoded.drop_duplicates(keys)
    taken = set(own[keys].itertuples(index=False, name=None))
    recoded = recoded[[row not in taken for row in recoded[keys].itertuples(index=False, name=None)]]
    parts = [
        own.assign(place_then=own["place"], lineage="own"),
        *(
            part.rename(columns={"ancestor": "place_then", "kind": "lineage"})
            for part in (recoded, joined[joined["kind"] != "recoded"])
        ),
    ]
    expected = pd.concat([part[list(view.columns)] for part in parts])
    order = ["place", "place_then", "metric", "scope_kind", "year"]
    pd.testing.assert_frame_equal(
        view.sort_values(order, ignore_index=True),
        expected.sort_values(order, ignore_index=True),
        check_dtype=False,
    )


def test_a_comparison_over_a_new_code_is_that_of_one_code(tmp_path: Path) -> None:
    """The figures of two codes give the answers that they give under one, but for break and code."""
    answers = "base_year, year, difference, difference_low, difference_high, ratio, verdict, why_not"
    order = "ORDER BY metric, base_year, year"
    stated = [
        ("2012", {"value": "60"}), ("2013", {"bound": "at_least"}), ("2014", {"value_high": Decimal(95)}),
        ("2016", {"bound": "about"}), ("2017", {"unit": "件"}), ("2018", {"bound": "at_most", "value": "10"}),
        ("2019", {"value": "0"}), ("2020", {}), ("2021", {"sentence": "上半年92%。"}),
    ]  # fmt: skip
    found = []
    for folder, before in (("one", "330111"), ("two", "330183")):
        rows = [
            statement(f"{before if int(year) < 2015 else '330111'}-{year}", metric=metric, **fields)
            for year, fields in stated
            for metric in (RATE, LOSS)
        ]
        rows += [
            statement(
                f"{before if int(year) < 2015 else '330111'}-{year}", **{"unit": "件"} | fields, metric=CASES
            )
            for year, fields in stated
        ]
        write(tmp_path / folder, tables(rows))
        load_file(tmp_path / folder, tmp_path / folder / "w.duckdb", places=FORMS)
        query = f"SELECT metric, {answers} FROM compare_years_followed WHERE place = '330111' {order}"
        found.append(asked(tmp_path / folder / "w.duckdb", query))
    assert found[0] == found[1]
    assert len(found[0]) == 3 * 9 * 8


def test_a_name_given_twice_does_not_double_a_figure(tmp_path: Path) -> None:
    """A code whose place took another name in between."""
    places = (
        Place("130502", "桥东区", "county", None, 2019, "桥东", ("130502",)),
        Place("130502", "襄都区", "county", 2020, None, "襄都"),
    )
    write(tmp_path, tables([rate("130502-2019", "1"), rate("130502-2020", "2")]))
    load_file(tmp_path, tmp_path / "w.duckdb", places=places)
    query = "SELECT year, place_name, place_then_name FROM observation_followed ORDER BY year"
    assert asked(tmp_path / "w.duckdb", query) == [(2019, "襄都区", "桥东区"), (2020, "襄都区", "襄都区")]


def test_a_successors_restatement_gives_way_to_the_places_own_report(tmp_path: Path) -> None:
    stated = [rate("330183-2014", "80"), rate("330111-2015", "70", year=2014), rate("330111-2015", "75")]
    write(tmp_path, tables(stated))
    load_file(tmp_path, tmp_path / "w.duckdb", places=FORMS)
    with open_readonly(tmp_path / "w.duckdb") as connection:
        assert connection.execute(
            "SELECT year, value, place_then FROM observation_followed WHERE place = '330111' ORDER BY year"
        ).fetchall() == [(2014, 80, "330183"), (2015, 75, "330111")]
        assert connection.execute(
            "SELECT base_year, year, difference FROM compare_years_followed WHERE place = '330111' ORDER BY 1"
        ).fetchall() == [(2014, 2015, 5), (2015, 2014, -5)]

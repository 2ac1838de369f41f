"""The oracle again: promises, relative counts, coverage, provinces, followed series, on both engines."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from load.engines.connection import Connection, Database, PostgresSchema
from load.engines.database import build_database, open_readonly
from load.questions.comparison import Peers, compare_years, rank_places
from tests.load.factories import CASES, LOSS, METRICS, RATE, document, statement, tables, write
from tests.load.questions.test_oracle import Fact, is_better, judged, number, surely_less
from warehouse.places import load_places
from warehouse.records import Metric

CORRECTED = "disputes.reconsideration_corrected"
OURS = (
    *METRICS,
    Metric(CORRECTED, "disputes", "复议纠错数", "Corrected", "件", "count", "neutral", "纠错件数", per=CASES),
)
JINHUA, HUZHOU, YIWU, NANJING, SUZHOU, FUYANG, FUYANG_NOW = (
    "330700", "330500", "330782", "320100", "320500", "330183", "330111",
)  # fmt: skip
FORMS = tuple(
    {form for code in (JINHUA, HUZHOU, YIWU, NANJING, SUZHOU) for form in load_places().history(code)}
    | {form for code in (FUYANG, FUYANG_NOW) for form in load_places().history(code)}
    | {form for code in (JINHUA, HUZHOU, NANJING, SUZHOU, YIWU) if (form := load_places().by_code(code))}
    | {form for code in (FUYANG, FUYANG_NOW) if (form := load_places().by_code(code))}
)
LEVEL = {code: "prefecture" for code in (JINHUA, HUZHOU, NANJING, SUZHOU)} | {YIWU: "county"}
RESIDENTS = {JINHUA: 5_000_000, HUZHOU: 2_500_000, NANJING: 8_000_000, YIWU: 1_250_000}

FACTS = (
    # counts of 2017 in two provinces: exact, about (meets two), of a county, of half a year
    Fact(JINHUA, 2017, CASES, "700件", "700", "700", "700", 2017),
    Fact(HUZHOU, 2017, CASES, "约690件", "690", "621", "759", 2017, bound="about"),
    Fact(NANJING, 2017, CASES, "640件", "640", "640", "640", 2017),
    Fact(SUZHOU, 2017, CASES, "900件", "900", "900", "900", 2017, said="上半年", months=(1, 6)),
    Fact(YIWU, 2017, CASES, "88件", "88", "88", "88", 2017),
    # a part of them; of 约690 it is between 20 × 100 / 759 and 20 × 100 / 621
    Fact(JINHUA, 2017, CORRECTED, "35件", "35", "35", "35", 2017),
    Fact(HUZHOU, 2017, CORRECTED, "20件", "20", "20", "20", 2017),
    Fact(NANJING, 2017, CORRECTED, "64件", "64", "64", "64", 2017),
    # rates, lower is better
    Fact(JINHUA, 2017, LOSS, "6.5%", "6.5", "6.45", "6.55", 2017),
    Fact(HUZHOU, 2017, LOSS, "5%", "5", "4.5", "5.5", 2017),
    Fact(NANJING, 2017, LOSS, "8%", "8", "7.5", "8.5", 2017),
    # what the year after says to last year's targets
    Fact(JINHUA, 2018, RATE, "94%", "94", "93.5", "94.5", 2018),
    Fact(JINHUA, 2018, LOSS, "约5%", "5", "4.5", "5.5", 2018, bound="about"),
    Fact(JINHUA, 2018, CASES, "30至40件", "30", "30", "40", 2018, to="40"),
    Fact(HUZHOU, 2018, RATE, "90%以上", "90", "90", None, 2018, bound="at_least"),
    Fact(HUZHOU, 2018, CASES, "800件", "800", "800", "800", 2018, said="1—11月", months=(1, 11)),
    # 富阳市, since 2015 富阳区: the report of 2015 tells 2014 otherwise than that of 2014 did
    Fact(FUYANG, 2013, RATE, "70%", "70", "69.5", "70.5", 2013),
    Fact(FUYANG, 2014, RATE, "75%", "75", "74.5", "75.5", 2014),
    Fact(FUYANG_NOW, 2015, RATE, "79%", "79", "78.5", "79.5", 2014),
    Fact(FUYANG_NOW, 2015, RATE, "80%", "80", "79.5", "80.5", 2015),
)


@dataclass(frozen=True)
class Target:
    """What a report of 2017 sets for 2018."""

    place: str
    metric: str
    value: str
    bound: str = "at_least"

    def row(self) -> dict[str, Any]:
        unit = "件" if self.metric == CASES else "%"
        text = f"{self.value}{unit}"
        return statement(
            f"{self.place}-2017", text, self.value, metric=self.metric, unit=unit, role="target", year=2018,
            bound=self.bound, sentence=f"2018年力争{text}。",
        )  # fmt: skip


TARGETS = (
    Target(JINHUA, RATE, "93"),
    Target(JINHUA, RATE, "94", "more_than"),
    Target(JINHUA, RATE, "95"),
    Target(JINHUA, LOSS, "6", "at_most"),
    Target(JINHUA, LOSS, "5", "at_most"),
    Target(JINHUA, LOSS, "4", "exact"),
    Target(JINHUA, CASES, "25"),
    Target(JINHUA, CASES, "35"),
    Target(JINHUA, CASES, "45"),
    Target(HUZHOU, RATE, "88"),
    Target(HUZHOU, RATE, "95"),
    Target(HUZHOU, CASES, "100"),
    Target(HUZHOU, LOSS, "5", "at_most"),
    Target(NANJING, RATE, "90"),
)


def the(place: str, metric: str, year: int) -> Fact | None:
    found = [f for f in FACTS if (f.place, f.metric, f.year) == (place, metric, year)]
    return min(found, key=lambda f: f.report_year != f.year, default=None)


def outcome(target: Target) -> str:
    fact = the(target.place, target.metric, 2018)
    if fact is None:
        reports = {(f.place, f.report_year) for f in FACTS}
        return "unanswered" if (target.place, 2018) in reports else "no report"
    if fact.months != (1, 12):
        return "not judged"
    by_limits = fact.bound == "about"
    least = number(fact.low if by_limits or fact.low is None else fact.value)
    most = number(fact.high if by_limits or fact.high is None else fact.to or fact.value)
    at_most = target.bound == "at_most" or (target.bound == "exact" and target.metric == LOSS)
    if at_most:
        least, most = (None if most is None else -most), (None if least is None else -least)
    goal = Decimal(target.value) * (-1 if at_most else 1)
    strict = target.bound == "more_than"
    if least is not None and (least > goal or (least == goal and not strict)):
        return "reached"
    missed = most is not None and (most < goal or (most == goal and strict))
    return "missed" if missed else "not judged"


def ranked(facts: list[Fact]) -> dict[str, int]:
    """1 and how many are surely better, of the numbers of a whole year."""
    return {one.place: 1 + sum(is_better(other, one) for other in facts) for one in facts}


def numbers_of_2017(metric: str) -> list[Fact]:
    found = (the(place, metric, 2017) for place in LEVEL)
    return [fact for fact in found if fact is not None and fact.is_number and fact.is_whole_year]


def groups(facts: list[Fact]) -> dict[str, list[list[Fact]]]:
    """The facts among whom each is ranked, by kind of peers."""

    def by(key: Any) -> list[list[Fact]]:
        return [[f for f in facts if key(f) == one] for one in {key(f) for f in facts}]

    return {
        "level": by(lambda f: LEVEL[f.place]),
        "province": by(lambda f: (LEVEL[f.place], f.place[:2])),
        "all": [facts],
    }


def quantile(facts: list[Fact], quarters: int) -> Decimal:
    values = sorted(Decimal(fact.value) for fact in facts)
    spot = Decimal(quarters * (len(values) - 1)) / 4
    low = int(spot)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (spot - low)


def divided(fact: Fact, by: Decimal, low: Decimal, high: Decimal, times: int) -> Fact:
    def part(value: str | None, whole: Decimal) -> str:
        return str((Decimal(value or 0) * times / whole).quantize(Decimal("0.000001")))

    exact = fact.bound if low == high else "about"
    return replace(
        fact, value=part(fact.value, by), low=part(fact.low, high), high=part(fact.high, low), bound=exact
    )


def relative(metric: str, per: str) -> list[Fact]:
    facts = numbers_of_2017(metric)
    if per == "10,000 residents":
        whole = {place: Decimal(n) for place, n in RESIDENTS.items()}
        return [
            divided(f, whole[f.place], whole[f.place], whole[f.place], 10_000)
            for f in facts
            if f.place in whole
        ]
    wholes = {f.place: f for f in numbers_of_2017(CASES)}
    return [
        divided(f, *(Decimal(str(n)) for n in (w.value, w.low, w.high)), 100)
        for f in facts
        if (w := wholes.get(f.place))
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("wider")
    people = [f"{place},2017,{number},公报" for place, number in RESIDENTS.items()]
    (root / "population.csv").write_text("\n".join(["place,year,residents,source", *people, ""]), "utf-8")
    stated = [*(fact.row() for fact in FACTS), *(target.row() for target in TARGETS), *OTHER_STATES]
    content = tables(stated)
    absent = tables([], [document(f"{SUZHOU}-2016", health="absent", reason="gone: HTTP 404")])
    write(root, {**content, "documents": _joined(content["documents"], absent["documents"])})
    return root


def _joined(*parts: Any) -> Any:
    return pa.concat_tables(parts)


OTHER_STATES = (
    statement(f"{SUZHOU}-2018", "个", None, metric=CASES, unit="件", bound="blank"),
    statement(f"{SUZHOU}-2018", "85%", "85", year=2017, basis="derived", sentence="比上年提高7个点，达85%。"),
    statement(f"{SUZHOU}-2018", "4%", "4", metric=LOSS, scope_kind="department", scope="市公安局"),
)
"""A blank, a figure derived for the year before, and a department's."""


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def database(request: pytest.FixtureRequest, folder: Path) -> Database:
    made: Database = folder / "w.duckdb"
    if request.param == "postgres":
        postgres: PostgresSchema = request.getfixturevalue("kept_postgres")
        made = postgres
    build_database(folder, made, OURS, FORMS)
    return made


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with open_readonly(database) as opened:
        yield opened


def test_all_that_is_asked(connection: Connection) -> None:
    """One warehouse an engine for all of it, as making one takes longer than asking."""
    _promises(connection)
    _ranks(connection)
    for metric in (CASES, CORRECTED):
        _relative(connection, metric, "10,000 residents")
    _relative(connection, CORRECTED, "100 cases")
    _coverage(connection)
    _followed(connection)


def _promises(connection: Connection) -> None:
    found = connection.execute("SELECT target_statement_id, outcome FROM promises").fetchall()
    assert dict(found) == {target.row()["statement_id"]: outcome(target) for target in TARGETS}
    assert {answer for _, answer in found} == {"reached", "missed", "not judged", "unanswered", "no report"}


def _ranks(connection: Connection) -> None:
    for metric in (CASES, LOSS):
        facts = numbers_of_2017(metric)
        for peers, parts in groups(facts).items():
            expected = {}
            for part in parts:
                is_mixed = metric == CASES and len({LEVEL[fact.place] for fact in part}) > 1
                middle = [None if is_mixed else quantile(part, quarters) for quarters in (1, 2, 3)]
                expected |= {place: (rank, len(part), *middle) for place, rank in ranked(part).items()}
            query = (
                "SELECT place, place_rank, n, q1, median, q3 FROM place_rank "
                "WHERE metric = $metric AND year = 2017 AND peers = $peers"
            )
            found = connection.execute(query, {"metric": metric, "peers": peers}).fetchall()
            assert {row[0]: tuple(row[1:]) for row in found if row[0] in LEVEL} == expected
        rows = rank_places(connection, metric, 2017, Peers("province", "33")).to_pylist()
        zhejiang = [fact for fact in facts if fact.place[:2] == "33"]
        by_level = {k: r for part in groups(zhejiang)["level"] for k, r in ranked(part).items()}
        assert {row["place"]: row["place_rank"] for row in rows} == by_level


def _relative(connection: Connection, metric: str, per: str) -> None:
    facts = relative(metric, per)
    names = {"level": "place_rank", "province": "province_rank", "all": "all_rank"}
    for peers, parts in groups(facts).items():
        ranks = {place: rank for part in parts for place, rank in ranked(part).items()}
        query = (
            f"SELECT place, relative_value, {names[peers]} FROM compare_relative "
            "WHERE metric = $metric AND year = 2017 AND per = $per"
        )
        found = connection.execute(query, {"metric": metric, "per": per}).fetchall()
        assert {row[0]: row[1:] for row in found} == {
            fact.place: (Decimal(fact.value), ranks[fact.place]) for fact in facts
        }


def _coverage(connection: Connection) -> None:
    known = {(f.place, f.metric, f.year): "stated" for f in FACTS} | {
        (SUZHOU, CASES, 2018): "blank",
        (SUZHOU, RATE, 2017): "derived",
        (SUZHOU, LOSS, 2018): "in part",
    }
    reports = {(f.place, f.report_year): "missing" for f in FACTS} | {
        (SUZHOU, 2016): "report absent",
        (SUZHOU, 2018): "missing",
    }
    # targets stand in reports of 2017 that state something else, too
    expected = {
        (place, metric.id, year): status for (place, year), status in reports.items() for metric in OURS
    } | known
    found = connection.execute("SELECT place, metric, year, status FROM coverage").fetchall()
    assert {row[:3]: row[3] for row in found} == expected


def _followed(connection: Connection) -> None:
    own = [fact for fact in FACTS if fact.place in {FUYANG, FUYANG_NOW}]
    series = {
        year: min((f for f in own if f.year == year), key=lambda f: f.report_year != year)
        for year in (2013, 2014, 2015)
    }
    assert series[2014].place == FUYANG
    query = "SELECT year, place_then, value FROM observation_followed WHERE place = $place AND in_series"
    found = connection.execute(query, {"place": FUYANG_NOW}).fetchall()
    assert sorted(found) == [(year, f.place, Decimal(f.value)) for year, f in series.items()]
    for base in series:
        rows = compare_years(connection, RATE, base, [FUYANG_NOW], follow_mergers=True).to_pylist()
        assert {
            row["year"]: (row["difference"], row["verdict"], row["why_not"]) for row in rows if row["verdict"]
        } == {year: judged(series[base], fact) for year, fact in series.items() if year != base}
    assert not surely_less(series[2014], series[2013])

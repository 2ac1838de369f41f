"""An oracle: facts by hand, answers by plain decimals; views, commands and cells on both engines."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from load.engines.connection import Connection, Database, PostgresSchema
from load.engines.database import build_database, open_readonly
from load.labels import VERDICTS, WHY_NOT, label
from load.questions.comparison import Peers, compare_years, rank_places
from load.workbook.book import write_workbook
from tests.load.books import sheet_rows
from tests.load.factories import CASES, LOSS, METRICS, PLACES, RATE, statement, tables, write

BETTER = {metric.id: metric.better for metric in METRICS}
LEVEL = {place.code: place.level for place in PLACES}


@dataclass(frozen=True)
class Fact:
    """One printed figure: `low` to `high` is what it can mean, worked out by hand; None where it is open."""

    place: str
    report_year: int
    metric: str
    text: str
    value: str
    low: str | None
    high: str | None
    year: int
    bound: str = "exact"
    to: str | None = None
    said: str = ""
    by: str = ""
    months: tuple[int, int] = (1, 12)

    @property
    def is_exact(self) -> bool:
        return self.bound == "exact" and self.to is None

    @property
    def is_number(self) -> bool:
        return self.bound in {"exact", "about"} and self.to is None

    @property
    def is_whole_year(self) -> bool:
        return self.months == (1, 12)

    def row(self) -> dict[str, Any]:
        area = {"scope_kind": "area", "scope": "兰溪市"} if self.by else {}
        return statement(
            f"{self.by or self.place}-{self.report_year}",
            self.text,
            self.value,
            metric=self.metric,
            unit="%" if self.metric in {RATE, LOSS} else "件",
            bound=self.bound,
            value_high=None if self.to is None else Decimal(self.to),
            sentence=f"{self.said}{self.text}。",
            place=self.place,
            year=self.year,
            **area,
        )


HUZHOU, JINHUA, LANXI, TAIZHOU = "330500", "330700", "330781", "331000"
FACTS = (
    # 金华: the whole year before half of it; about before nothing better; a later exact figure for a bound
    Fact(JINHUA, 2017, CASES, "60件", "60", "60", "60", 2017, said="上半年", months=(1, 6)),
    Fact(JINHUA, 2017, CASES, "700件", "700", "700", "700", 2017, said="上半年制定方案，全年办理"),
    Fact(JINHUA, 2016, CASES, "约650件", "650", "585", "715", 2016, bound="about"),
    Fact(JINHUA, 2015, CASES, "500余件", "500", "500", None, 2015, bound="more_than"),
    Fact(JINHUA, 2016, CASES, "512件", "512", "512", "512", 2015),
    Fact(JINHUA, 2014, CASES, "300件", "300", "300", "300", 2014, said="截至11月底，", months=(1, 11)),
    Fact(JINHUA, 2013, CASES, "200件", "200", "200", "200", 2013, said="前11个月", months=(1, 11)),
    Fact(JINHUA, 2012, CASES, "30至40件", "30", "30", "40", 2012, to="40"),
    # rates: exact ones by their values, though 91% may be 91.4%; an open bound; 90以上 is no less than 90
    Fact(JINHUA, 2017, RATE, "91%", "91", "90.5", "91.5", 2017),
    Fact(JINHUA, 2016, RATE, "91.2%", "91.2", "91.15", "91.25", 2016),
    Fact(JINHUA, 2015, RATE, "90%以上", "90", "90", None, 2015, bound="at_least"),
    Fact(JINHUA, 2014, RATE, "95%以上", "95", "95", None, 2014, bound="at_least"),
    Fact(HUZHOU, 2017, RATE, "约91%", "91", "81.9", "100.1", 2017, bound="about"),
    Fact(TAIZHOU, 2017, RATE, "70%", "70", "69.5", "70.5", 2017),
    # counts of 2017: a tie by limits, a part of the year without a rank, a county by its city's report alone
    Fact(HUZHOU, 2017, CASES, "约690件", "690", "621", "759", 2017, bound="about"),
    Fact(TAIZHOU, 2017, CASES, "900件", "900", "900", "900", 2017, said="1—11月", months=(1, 11)),
    Fact(LANXI, 2017, CASES, "88件", "88", "88", "88", 2017, by=JINHUA),
    # lower is better; the next report contradicts
    Fact(JINHUA, 2017, LOSS, "6.5%", "6.5", "6.45", "6.55", 2017),
    Fact(JINHUA, 2018, LOSS, "8%", "8", "7.5", "8.5", 2017),
    Fact(HUZHOU, 2017, LOSS, "5%", "5", "4.5", "5.5", 2017),
    Fact(TAIZHOU, 2017, LOSS, "7%", "7", "6.5", "7.5", 2017),
)


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def meet(one: Fact, other: Fact) -> bool:
    """Whether both can be true."""
    return not (surely_less(one, other) or surely_less(other, one))


def surely_less(one: Fact, other: Fact) -> bool:
    high, low = number(one.high), number(other.low)
    return high is not None and low is not None and high < low


def chosen() -> dict[tuple[str, str, int], Fact]:
    """The one fact for place, metric and year."""
    facts: dict[tuple[str, str, int], list[Fact]] = {}
    for fact in FACTS:
        facts.setdefault((fact.place, fact.metric, fact.year), []).append(fact)
    return {key: best(told) for key, told in facts.items()}


def best(told: list[Fact]) -> Fact:
    first = min(told, key=lambda f: (bool(f.by), not f.is_whole_year, f.report_year != f.year, f.report_year))
    exact = [f for f in told if f.is_exact and f.months == first.months and not f.by and meet(f, first)]
    return exact[0] if not first.is_exact and exact else first


def judged(base: Fact, other: Fact) -> tuple[Decimal | None, str, str | None]:
    """Difference, verdict and why there is none."""
    why = None
    if base.months != other.months:
        return None, "unknown", "part_year"
    if base.to or other.to:
        why = "range"
    elif not (base.is_number and other.is_number):
        why = "bound"
    sign = -1 if surely_less(base, other) else 1 if surely_less(other, base) else 0
    if base.is_exact and other.is_exact:
        sign = (Decimal(base.value) > Decimal(other.value)) - (Decimal(base.value) < Decimal(other.value))
    if why and sign == 0:
        return None, "unknown", why
    better = {"higher": 1, "lower": -1, "neutral": 0}[BETTER[base.metric]]
    verdict = "same" if sign == 0 else "changed" if better == 0 else "better" if sign == better else "worse"
    return (None if why else Decimal(base.value) - Decimal(other.value)), verdict, why


def ranked(metric: str, year: int, level: str) -> dict[str, int | None]:
    """Each place's rank: 1 and how many are surely better."""
    found = [f for (place, m, y), f in chosen().items() if (m, y) == (metric, year) and LEVEL[place] == level]
    can = [f for f in found if f.is_number and f.is_whole_year]
    return {f.place: 1 + sum(is_better(o, f) for o in can) if f in can else None for f in found}


def is_better(one: Fact, other: Fact) -> bool:
    lower = BETTER.get(one.metric) == "lower"
    if one.is_exact and other.is_exact:
        less = Decimal(one.value) < Decimal(other.value)
        return less if lower else Decimal(one.value) > Decimal(other.value)
    return surely_less(one, other) if lower else surely_less(other, one)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("oracle")
    write(root, tables([fact.row() for fact in FACTS]))
    return root


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def database(request: pytest.FixtureRequest, folder: Path) -> Database:
    made: Database = folder / "w.duckdb"
    if request.param == "postgres":
        postgres: PostgresSchema = request.getfixturevalue("kept_postgres")
        made = postgres
    build_database(folder, made, METRICS, PLACES)
    return made


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with open_readonly(database) as opened:
        yield opened


def test_observation(connection: Connection) -> None:
    found = connection.execute(
        "SELECT place, metric, year, value, value_high, lower_limit, upper_limit, first_month, last_month "
        "FROM observation"
    ).fetchall()
    assert {row[:3]: row[3:] for row in found} == {
        key: (Decimal(f.value), number(f.to), number(f.low), number(f.high), *f.months)
        for key, f in chosen().items()
    }


def test_what_disagrees(connection: Connection) -> None:
    found = connection.execute("SELECT place, metric, year FROM observation WHERE disagree").fetchall()
    assert found == [(JINHUA, LOSS, 2017)]


def test_where_a_figure_comes_from(connection: Connection) -> None:
    query = (
        "SELECT place, year, chosen_because FROM observation "
        "WHERE metric = $metric AND chosen_because <> 'own_report'"
    )
    assert sorted(connection.execute(query, {"metric": CASES}).fetchall()) == [
        (JINHUA, 2015, "exact_report"),
        (LANXI, 2017, "other_place"),
    ]


def test_compare_years(connection: Connection) -> None:
    """Every year against every other, in the view and as the command asks it."""
    facts = chosen()
    pairs = {
        (p, m, y, o): judged(facts[p, m, y], facts[p, m, o])
        for (p, m, y) in facts
        for (q, n, o) in facts
        if (p, m) == (q, n) and y != o
    }
    found = connection.execute(
        "SELECT place, metric, base_year, year, difference, verdict, why_not FROM compare_years"
    ).fetchall()
    assert {row[:4]: row[4:] for row in found} == pairs
    for metric in BETTER:
        rows = compare_years(connection, metric, 2017).to_pylist()
        told = {
            (row["place"], metric, 2017, row["year"]): (row["difference"], row["verdict"], row["why_not"])
            for row in rows
            if row["verdict"]
        }
        assert told == {key: answer for key, answer in pairs.items() if key[1:3] == (metric, 2017)}


@pytest.mark.parametrize("metric", [RATE, CASES, LOSS])
def test_ranks(connection: Connection, metric: str) -> None:
    for level in ("prefecture", "county"):
        rows = rank_places(connection, metric, 2017, Peers("level", level)).to_pylist()
        assert {row["place"]: row["place_rank"] for row in rows} == ranked(metric, 2017, level)
        query = (
            "SELECT place, place_rank FROM compare_places "
            "WHERE metric = $metric AND year = 2017 AND place_level = $level"
        )
        assert dict(connection.execute(query, {"metric": metric, "level": level}).fetchall()) == ranked(
            metric, 2017, level
        )


def test_trend(connection: Connection) -> None:
    facts = chosen()
    found = connection.execute(
        "SELECT place, metric, year, previous_year, change, verdict FROM trend "
        "WHERE previous_year IS NOT NULL"
    ).fetchall()
    for place, metric, year, previous, change, verdict in found:
        assert (change, verdict) == judged(facts[place, metric, year], facts[place, metric, previous])[:2]
    assert len(found) == len(facts) - len({key[:2] for key in facts})


def test_the_workbooks_cells(database: Database, tmp_path: Path) -> None:
    write_workbook(database, tmp_path / "w.xlsx", 2017)
    facts = chosen()
    years = {
        (row["Place code"], row["Metric id"]): row
        for row in sheet_rows(tmp_path / "w.xlsx", "年度对比 Years")
        if row["Against"]
    }
    based = {(p, m) for p, m, y in facts if y == 2017}
    assert years.keys() == {(p, m) for p, m, o in facts if (p, m) in based and o != 2017}
    for (place, metric), row in years.items():
        others = [o for p, m, o in facts if (p, m) == (place, metric) and o != 2017]
        year = min(others, key=lambda other: (abs(other - 2017), other))
        assert row["Against"] == year
        difference, verdict, why = judged(facts[place, metric, 2017], facts[place, metric, year])
        shown = row["Difference"]
        assert (None if shown in {None, ""} else Decimal(str(shown))) == difference
        assert row["Verdict"] == label(VERDICTS, verdict)
        assert (row["Not comparable"] or "") == label(WHY_NOT, why)
    for row in sheet_rows(tmp_path / "w.xlsx", "城市对比 Cities"):
        place, metric, year = row["Place code"], row["Metric id"], row["Year"]
        if year == 2017:
            assert row["Rank"] == ranked(metric, 2017, LEVEL[place])[place]


def test_the_signs_in_the_workbook_are_those_of_the_terminal(database: Database, tmp_path: Path) -> None:
    write_workbook(database, tmp_path / "w.xlsx", 2017)
    sheet = load_workbook(tmp_path / "w.xlsx")["年度对比 Years"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    formats = {cell.number_format for cell in cells}
    assert {'"≈"#,##0', '#,##0"◐"', '#,##0"※"', '0.0##"%≠"', '"≥"0.0##"%"'} <= formats
    assert "30–40" in {cell.value for cell in cells}

"""The first page, and those that lead on: what there is, largest moves, newest reports, failed checks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from load.engines.connection import Connection
from load.labels import HEALTH, label, reason_label
from load.questions.asking import EVERYWHERE, ask
from load.questions.comparison import metric_counts, summary_of
from load.questions.notes import Row
from load.site.links import Evidence
from load.site.paths import FRONT, METRICS, place_path, province_path, way_up
from load.site.places import Known, by_province
from load.site.rendering import rendered

MOST_PLACES = 100
"""Places of the first page's coverage; where there are more, a row a province leads to its places."""
_MOST_MOVES, _MOST_REPORTS, _MOST_CHECKS = 20, 20, 5
_STEPS = (1, 10, 30, 60)
_SIGNS = {"absent": "✕", "unreadable": "✕", "read with holes": "◌", "read": ""}


@dataclass(frozen=True, slots=True)
class Heat:
    """One cell of a coverage table: the number of figures, its shade (0 for none to 4), and what became of
    the report, as a sign and in words."""

    n: int
    step: int
    sign: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A place, or a province with all its places, and a cell for each year."""

    name: str
    address: str
    cells: Sequence[Heat]


def front_page(
    connection: Connection, places: Sequence[Known], evidence: Evidence, base_year: int
) -> dict[str, str]:
    """The first page by its path."""
    extent = {"first": EVERYWHERE.first, "after": EVERYWHERE.after, "base_year": base_year}
    moves = ask(connection, "overview_moves", {**extent, "most": _MOST_MOVES}).to_pylist()
    newest = ask(connection, "site_newest", {"most": _MOST_REPORTS}).to_pylist()
    checks = ask(connection, "site_checks", {"most": _MOST_CHECKS}).to_pylist()
    years = years_of(places)
    of_provinces = len(places) > MOST_PLACES
    page = rendered(
        "front.html",
        base_year=base_year,
        counts=summary_of(connection, base_year, 0).counts,
        years=years,
        of_provinces=of_provinces,
        rows=list(_provinces(places, years) if of_provinces else _places(places, years)),
        moves=[(row, _figure(row, evidence), _figure(row, evidence, "other_")) for row in moves],
        newest=[(row, evidence.page_of(row["report_id"])) for row in newest],
        checks=_by_check(checks, ask(connection, "site_check_counts", {}).to_pylist(), evidence),
        up="",
        static="static/",
    )
    return {FRONT: page}


def province_page(code: str, places: Sequence[Known], years: Sequence[int]) -> dict[str, str]:
    """The page of a province's places, by its path. `years` are those of all places: pages are alike."""
    path = province_path(code)
    up = way_up(path)
    name = next((place.name for place in places if place.code == code), places[0].province or code)
    rows = list(_places(places, years))
    return {path: rendered("province.html", name=name, rows=rows, years=years, up=up, static=f"{up}static/")}


def metrics_page(connection: Connection, metrics: Sequence[Row]) -> dict[str, str]:
    """The list of metrics by family, with how much is known of each, by its path."""
    counts = {row["metric"]: row for row in metric_counts(connection).to_pylist()}
    families = [
        (family, [(row, counts.get(row["metric"])) for row in some])
        for family, some in groupby(metrics, key=lambda row: row["family"])
    ]
    return {METRICS: rendered("metrics.html", families=families, up="", static="static/")}


def years_of(places: Sequence[Known]) -> list[int]:
    """The years that anything is known of."""
    return sorted({row["year"] for place in places for row in place.years})


def _places(places: Sequence[Known], years: Sequence[int]) -> Iterator[HeatRow]:
    for place in places:
        by_year = {row["year"]: row for row in place.years}
        cells = [_cell(by_year[year]) if year in by_year else Heat(0, 0) for year in years]
        yield HeatRow(place.name, place_path(place.code), cells)


def _cell(row: Row) -> Heat:
    told = ""
    if row["health"] in ("absent", "unreadable", "read with holes"):
        told = f"{label(HEALTH, row['health'])} {reason_label(row['reason'])}".strip()
    return Heat(row["n"], _step(row["n"], _STEPS), _SIGNS.get(row["health"] or "", ""), told)


def _provinces(places: Sequence[Known], years: Sequence[int]) -> Iterator[HeatRow]:
    for code, some in by_province(places):
        sums = {year: 0 for year in years}
        for row in (row for place in some for row in place.years):
            sums[row["year"]] += row["n"]
        name = next((place.name for place in some if place.code == code), some[0].province or code)
        steps = tuple(step * len(some) for step in _STEPS)
        cells = [Heat(n, _step(n, steps)) for n in sums.values()]
        yield HeatRow(f"{name} ({len(some)})", province_path(code), cells)


def _step(n: int, steps: Sequence[int]) -> int:
    return sum(n >= step for step in steps)


def _figure(row: Row, evidence: Evidence, which: str = "") -> str | None:
    """The address of a row's figure, or of its `other_` one."""
    return evidence.figure(*(row[f"{which}{name}"] for name in ("report_id", "statement_id", "char_start")))


def _by_check(
    checks: Sequence[Row], counts: Sequence[Row], evidence: Evidence
) -> list[tuple[Row, list[tuple[Row, str | None]]]]:
    """Each check with how often it found something, and some of that with its address."""
    found: Mapping[str, list[tuple[Row, str | None]]] = {
        name: [(row, _address(row, evidence)) for row in some]
        for name, some in groupby(checks, key=lambda row: f"{row['severity']} {row['check_name']}")
    }
    return [(count, found.get(f"{count['severity']} {count['check_name']}", [])) for count in counts]


def _address(row: Row, evidence: Evidence) -> str | None:
    if row["report_id"] is None:
        return None
    return _figure(row, evidence) or evidence.page_of(row["report_id"])

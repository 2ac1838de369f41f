"""Resident population of places by year, the denominator of figures per 10,000 residents.

`population.csv` holds the packaged rows; a user's own file of the same form adds to them or replaces them.
"""

import csv
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from io import StringIO

from warehouse.errors import CatalogueError

_COLUMNS = ("place", "year", "residents", "source")
_WAY_OUT = "give a six-digit code, a year, a number of persons above 0 and who published it"


@dataclass(frozen=True, slots=True)
class Residents:
    """How many people lived in a place in a year (常住人口), and who says so."""

    place: str
    year: int
    residents: Decimal
    source: str


def parse_population(text: str, where: str) -> tuple[Residents, ...]:
    """Read the CSV with the columns place, year, residents and source.

    Raises CatalogueError naming the line that is wrong, or a place and year that stand twice.
    """
    rows = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    if missing := set(_COLUMNS) - set(rows.fieldnames or ()):
        raise CatalogueError(f"lacks the column {', '.join(sorted(missing))}", where, _WAY_OUT)
    found: dict[tuple[str, int], Residents] = {}
    for row in rows:
        one = _residents(row, f"{where}, line {rows.line_num}")
        if (one.place, one.year) in found:
            raise CatalogueError("stands twice", f"{where}, {one.place} {one.year}", "keep one of the two")
        found[one.place, one.year] = one
    return tuple(found.values())


def _residents(row: dict[str, str | None], where: str) -> Residents:
    place, year, number, source = ((row[name] or "").strip() for name in _COLUMNS)
    try:
        residents = Decimal(number)
    except InvalidOperation as error:
        raise CatalogueError(f"{number or 'nothing'} is no number", where, _WAY_OUT) from error
    whole = residents.is_finite() and 0 < residents < 10**10 and residents == int(residents)
    if not (whole and source and re.fullmatch(r"\d{6}", place) and re.fullmatch(r"(19|20)\d\d", year)):
        raise CatalogueError("is no population of a place and year", where, _WAY_OUT)
    return Residents(place, int(year), residents, source)


@cache
def load_population() -> tuple[Residents, ...]:
    """The packaged rows, read once."""
    text = (files("warehouse") / "population.csv").read_text("utf-8")
    return parse_population(text, "warehouse/population.csv")

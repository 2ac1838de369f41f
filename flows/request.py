"""What a run is asked to do: the flow's flat parameters, checked, with one line for what is wrong."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from warehouse.errors import SettingsError
from warehouse.places import load_places
from warehouse.records import CatalogueEntry

FIRST_YEAR, LAST_YEAR = 1990, 2100
Export = Literal["workbook", "site", "release", "nothing"]
"""What a run makes of the warehouse at its end: the workbooks; these and a site, or a release; nothing."""
_YEARS = re.compile(r"(?P<first>\d{4})(?:\s*[-–~至到]\s*(?P<last>\d{4}))?")
_SEPARATOR = re.compile(r"[,，、\s]+")


class PanelRequest(BaseModel):
    """What is asked of the flow `panel`. Places may be given as one text, as Prefect's form has them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    places: tuple[str, ...] = Field(default=(), description="names or codes; none: every place")
    years: str = Field(default="", description='report years, "2015-2018" or "2015,2017"; empty: every year')
    base_year: int = Field(default=2017, ge=FIRST_YEAR, le=LAST_YEAR)
    only_changed: bool = Field(default=True, description="leave what has not changed")
    only_failed: bool = Field(default=False, description="only the reports that failed in the last run")
    catalogue: str = Field(default="", description="CSV of the reports; empty: as the settings say")
    refetch: bool = Field(default=False, description="ask for each page as a whole, changed or not")
    export: Export = Field(default="workbook", description="what is made of the warehouse at the end")

    @field_validator("places", mode="before")
    @classmethod
    def _words(cls, value: object) -> object:
        return tuple(word for word in _SEPARATOR.split(value) if word) if isinstance(value, str) else value

    @field_validator("years")
    @classmethod
    def _years(cls, value: str) -> str:
        parse_years(value)
        return value.strip()


@dataclass(frozen=True, slots=True)
class Selection:
    """The places (codes) and years that a run is about; None for all."""

    places: frozenset[str] | None
    years: frozenset[int] | None

    def of(self, entries: Iterable[CatalogueEntry]) -> tuple[CatalogueEntry, ...]:
        """The catalogue's entries of these places and years, in its order."""
        return tuple(entry for entry in entries if self._has(entry))

    def _has(self, entry: CatalogueEntry) -> bool:
        in_places = self.places is None or entry.place in self.places
        return in_places and (self.years is None or entry.year in self.years)


def panel_request(**parameters: object) -> PanelRequest:
    """Check a run's parameters. Raises SettingsError: one line that names the parameter."""
    try:
        return PanelRequest.model_validate(parameters)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "parameters"
        words = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(words, name, f"given: {first['input']!r}") from error


def checked_base_year(year: int | None, default: int, option: str = "--base-year") -> int:
    """The year asked for by `option`, else the default. Raises SettingsError for one that can be none."""
    chosen = default if year is None else year
    if not FIRST_YEAR <= chosen <= LAST_YEAR:
        raise SettingsError(f"{chosen} is no year", option, f"{FIRST_YEAR} to {LAST_YEAR}")
    return chosen


def parse_years(text: str) -> frozenset[int] | None:
    """Years out of "2015-2018", "2015,2017" or a mixture; None where nothing is said. Raises ValueError.

    >>> sorted(parse_years("2013, 2015-2017"))
    [2013, 2015, 2016, 2017]
    """
    words = [word for word in re.split(r"[,，、;；]+", text) if word.strip()]
    years = frozenset(year for word in words for year in _span(word.strip()))
    return years or None


def _span(word: str) -> range:
    match = _YEARS.fullmatch(word)
    if match is None:
        raise ValueError(f'"{word}" is no year: write 2017, 2015-2018 or 2015,2017')
    first, last = int(match["first"]), int(match["last"] or match["first"])
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        raise ValueError(f'"{word}" runs backwards or lies outside {FIRST_YEAR}-{LAST_YEAR}')
    return range(first, last + 1)


def selection(request: PanelRequest) -> Selection:
    """The request's places as codes, and its years. Raises CatalogueError for an unknown place."""
    codes = frozenset(load_places().resolve(place).code for place in request.places)
    return Selection(codes or None, parse_years(request.years))


def places_with_all_below(text: str) -> frozenset[str]:
    """Codes of places named with commas, and of all below them. Raises CatalogueError for an unknown one."""
    gazetteer = load_places()
    named = [gazetteer.resolve(name).code for name in _SEPARATOR.split(text) if name]
    return frozenset([*named, *(below.code for code in named for below in gazetteer.within(code))])

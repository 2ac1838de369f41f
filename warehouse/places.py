"""The gazetteer: places by GB/T 2260 code and by name, with the years in which each was valid.

`places/places.csv` holds them (made by tools/build_places.py). Names change hands and codes are retired, so
every question is asked for a year: 莱芜市 answers for 2018 and not for 2019.
"""

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from io import StringIO

from warehouse.characters import simplified
from warehouse.errors import CatalogueError
from warehouse.records import Place
from warehouse.visible import visible

COUNTRY = "100000"
_LEVELS = {"country", "province", "prefecture", "county"}
_COLUMNS = {"code", "name", "level", "valid_from", "valid_to", "short_name"}
_CODES = re.compile(r"(\d{6}(\|\d{6})*)?")
# Six digits; twelve in statistical lists; spreadsheets add .0
_CODE = re.compile(r"(?P<code>\d{6})(0{6})?(\.0+)?")
# Written short: 金平县 and 金平自治县 for 金平苗族瑶族傣族自治县, 管城区 for 管城回族区, 广西自治区.
_AUTONOMOUS = re.compile(r"自治[区州县旗]$|(?<=族)区$")
_PEOPLE = re.compile(r"(?:回|达斡尔)?族$")
_LONGEST_NAME = 40
"""Characters of a name with all its parents' before it, and some to spare."""
_MOST_PARENTS = 3
"""A county's: country, province, prefecture."""
_ALIKE = 0.5
"""Twice the letters that two names share, by the letters of both."""
_WAY_OUT = "give the six-digit GB/T 2260 code, or the full name with its province before it"


class Gazetteer:
    """All places, indexed once by code, by name and by the region they lie in."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_code: dict[str, list[Place]] = defaultdict(list)
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        self._under: dict[str, list[Place]] = defaultdict(list)
        self._gone_to: dict[str, list[Place]] = defaultdict(list)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for place in places:
            self._by_code[place.code].append(place)
            for name in _names(place):
                self._by_name[name].append(place)
            for ancestor in _ancestor_codes(place.code):
                self._under[ancestor].append(place)
            for successor in place.successors:
                self._gone_to[successor].append(place)
        for name in self._by_name:
            for letter in set(name):
                self._by_letter[letter].append(name)
        self._beginnings = frozenset(name[:2] for name in self._by_name)

    def by_code(self, code: str, year: int | None = None) -> Place | None:
        """The place of `code` in `year` (its latest form without a year); None where there is none."""
        places = [place for place in self._by_code.get(code, ()) if _valid(place, year)]
        return places[-1] if places else None

    def name_of(self, code: str, year: int | None = None) -> str:
        """The name of the place of `code` in `year`; the code itself where there is none."""
        place = self.by_code(code, year)
        return place.name if place else code

    def named(self, name: str, year: int | None = None) -> tuple[Place, ...]:
        """All places whose full or short name is `name` in `year` (in any year without one), by code.

        An autonomous place also goes by its short name and its kind (延边州, 金平县, 广西自治区).
        """
        found = self._by_name.get(name)
        return tuple(place for place in found if _valid(place, year)) if found else ()

    def may_begin(self, text: str, at: int) -> bool:
        """Whether the two characters of `text` from `at` on begin the name of any place."""
        return text[at : at + 2] in self._beginnings

    def names(self) -> frozenset[str]:
        """The names under which a text speaks of a place, in any year.

        Short names of counties (和平, 长安) are left out: most are words that mean something else.
        """
        return frozenset(
            name
            for name, places in self._by_name.items()
            if len(name) > 1 and any(name == p.name or p.level != "county" or len(name) > 2 for p in places)
        )

    def within(self, code: str, year: int | None = None) -> tuple[Place, ...]:
        """All places below `code` (not itself) in `year`, by code; none where the code is unknown."""
        return tuple(place for place in self._under.get(code, ()) if _valid(place, year))

    def successors(self, code: str, year: int | None = None) -> tuple[Place, ...]:
        """What the place that had `code` in `year` (at last, without a year) became when it ended.

        Of a dissolved city those that took its area over (巢湖市: 合肥市, 芜湖市, 马鞍山市); of one that only
        took another name its next form. None for one that still is, or is unknown.
        """
        place = self.by_code(code, year)
        return self._next(place) if place else ()

    def history(self, code: str, year: int | None = None) -> tuple[Place, ...]:
        """Every form of the place that had `code` in `year` (at last, without a year), the oldest first.

        What led to it and what it led to, however many steps away: several where places were merged or
        split. None where the code is unknown.
        """
        place = self.by_code(code, year)
        if place is None:
            return ()
        forms = {place, *self._linked(place, self._previous), *self._linked(place, self._next)}
        return tuple(sorted(forms, key=lambda form: (form.valid_to or 9999, form.valid_from or 0, form.code)))

    def _linked(self, start: Place, step: Callable[[Place], Iterable[Place]]) -> set[Place]:
        """All places that `step` leads to from `start`, however many steps away."""
        found: set[Place] = set()
        waiting = [start]
        while waiting:
            new = [place for place in step(waiting.pop()) if place not in found]
            found.update(new)
            waiting += new
        return found

    def _next(self, place: Place) -> tuple[Place, ...]:
        year = (place.valid_to or 0) + 1
        found = (self.by_code(code, year) for code in place.successors)
        return tuple(later for later in found if later)

    def _previous(self, place: Place) -> tuple[Place, ...]:
        earlier = self._gone_to.get(place.code, ())
        return tuple(before for before in earlier if place in self._next(before))

    def parents(self, code: str, year: int | None = None) -> tuple[Place, ...]:
        """Prefecture, province and country of `code`, nearest first, as far as they exist in `year`."""
        found = (self.by_code(ancestor, year) for ancestor in _ancestor_codes(code))
        return tuple(place for place in found if place)

    def resolve(self, text: str, year: int | None = None, near: str = "", *, suggest: bool = True) -> Place:
        """The one place that `text` means in `year`.

        `text` is a code (330700, 330700.0), a full name, a name after its parents' (浙江省金华市, 重庆渝北区)
        or a short name that no other place shares (金华), in simplified or traditional characters.
        Raises CatalogueError, with the nearest names for an unknown one, the candidates for an ambiguous one,
        and the years of one no longer valid.
        Without a year a place that still exists goes before those that are gone. `near`, the code of the
        place on whose site the name stands, decides between several: the one that is it or lies in it, else
        in its prefecture, else in its province (鼓楼区 on the site of 开封市). To `suggest` names
        for an unknown one takes a hundred times as long as to know that it is.
        """
        wanted = simplified("".join(unicodedata.normalize("NFKC", text).split()))
        if len(wanted) > _LONGEST_NAME:
            raise CatalogueError(self._why_unknown(wanted, year, suggest=False), "place", _WAY_OUT)
        if code := _CODE.fullmatch(wanted):
            found = self.by_code(code["code"], year)
            candidates: tuple[Place, ...] = (found,) if found else ()
        else:
            candidates = self._near(near, self._meant(wanted, year))
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            raise CatalogueError(f"{wanted} may be {self._listed(candidates, year)}", "place", _WAY_OUT)
        raise CatalogueError(self._why_unknown(wanted, year, suggest=suggest), "place", _WAY_OUT)

    def _near(self, code: str, candidates: tuple[Place, ...]) -> tuple[Place, ...]:
        regions = [region for region in (code, *_ancestor_codes(code)) if region and region != COUNTRY]
        found = [tuple(place for place in candidates if place.code == code)]
        found += [
            tuple(place for place in candidates if region in _ancestor_codes(place.code))
            for region in regions
        ]
        return next((places for places in found if places), candidates)

    def _meant(self, name: str, year: int | None, above: int = _MOST_PARENTS) -> tuple[Place, ...]:
        """What a name means that has at most so many parents' names before it."""
        places = _existing_first(self.named(name, year), year)
        full = tuple(place for place in places if place.name == name)
        return _one_a_code(full or places or tuple(self._below_a_parent(name, year, above)))

    def _below_a_parent(self, name: str, year: int | None, above: int) -> Iterator[Place]:
        """Without the bound a name made of names many places share (鼓楼区鼓楼区…) would take years."""
        for end in range(2, len(name) - 1) if above else ():
            parents = {parent.code for parent in self.named(name[:end], year)}
            for place in self._meant(name[end:], year, above - 1) if parents else ():
                if parents.intersection(_ancestor_codes(place.code)):
                    yield place

    def _why_unknown(self, text: str, year: int | None, *, suggest: bool) -> str:
        if len(text) > _LONGEST_NAME:
            return f"{visible(text, _LONGEST_NAME)} is no place"
        code = _CODE.fullmatch(text)
        others = self._by_code.get(code["code"], []) if code else self._meant(text, None)
        if others:
            years = ", ".join(f"{place.name} {place.code} was valid {_years(place)}" for place in others)
            return f"{text} is no place in {year}: {years}"
        if code or not text:
            return f"{text or 'an empty text'} is no place code" + ("" if text else " or name")
        if not suggest:
            return f"{text} is no place"
        near = get_close_matches(text, self._alike(text, year), n=3, cutoff=_ALIKE)
        return f"{text} is no place" + (f"; near it: {', '.join(near)}" if near else "")

    def _alike(self, text: str, year: int | None) -> list[str]:
        """The names that share enough letters with the text to come near it."""
        shared = Counter(name for letter in set(text) for name in self._by_letter.get(letter, ()))
        enough = {name for name, count in shared.items() if 2 * count >= _ALIKE * (len(text) + len(name))}
        return [name for name in sorted(enough) if self.named(name, year)]

    def _listed(self, places: Iterable[Place], year: int | None) -> str:
        return ", ".join(f"{self._lineage(place, year)} {place.code}" for place in places)

    def _lineage(self, place: Place, year: int | None) -> str:
        above = [parent.name for parent in self.parents(place.code, year) if parent.code != COUNTRY]
        return "".join([*reversed(above), place.name])


def _valid(place: Place, year: int | None) -> bool:
    return year is None or (place.valid_from or year) <= year <= (place.valid_to or year)


def _names(place: Place) -> set[str]:
    names = {place.name, place.short_name}
    if unit := _AUTONOMOUS.search(place.name):
        short = _PEOPLE.sub("", place.short_name)
        names |= {short + unit[0], short if unit[0] == "自治区" else short + unit[0][-1]}
    return names - {""}


def _existing_first(places: tuple[Place, ...], year: int | None) -> tuple[Place, ...]:
    existing = tuple(place for place in places if place.valid_to is None)
    return existing if year is None and existing else places


def _years(place: Place) -> str:
    begin = f"from {place.valid_from}" if place.valid_from else ""
    end = f"to {place.valid_to}" if place.valid_to else ""
    return f"{begin} {end}".strip() or "always"


def _ancestor_codes(code: str) -> tuple[str, ...]:
    """Prefecture, province and country of a code, nearest first, without the code itself."""
    if code == COUNTRY:
        return ()
    ancestors = dict.fromkeys((f"{code[:4]}00", f"{code[:2]}0000", COUNTRY))
    return tuple(ancestor for ancestor in ancestors if ancestor != code)


def _one_a_code(places: Iterable[Place]) -> tuple[Place, ...]:
    """The latest form of each code: asked for no year, a name may stand in several."""
    return tuple({place.code: place for place in places}.values())


def parse_places(text: str, where: str) -> tuple[Place, ...]:
    """Read the places' CSV. Raises CatalogueError naming the line that is wrong."""
    rows = csv.DictReader(StringIO(text))
    if missing := _COLUMNS - set(rows.fieldnames or ()):
        raise CatalogueError(f"lacks the column {', '.join(sorted(missing))}", where, "make it again")
    return tuple(_place(row, f"{where}, line {rows.line_num}") for row in rows)


def _place(row: dict[str, str], where: str) -> Place:
    if not re.fullmatch(r"\d{6}", row["code"] or "") or row["level"] not in _LEVELS or not row["name"]:
        raise CatalogueError("needs a six-digit code, a name and a level", where, "mend the row")
    try:
        valid_from, valid_to = (int(row[key]) if row[key] else None for key in ("valid_from", "valid_to"))
    except (TypeError, ValueError) as error:
        raise CatalogueError("valid_from and valid_to are years or empty", where, "mend the row") from error
    successor = row.get("successor") or ""
    if not _CODES.fullmatch(successor):
        raise CatalogueError(f"successor “{successor}” is no list of codes", where, "mend the row")
    return Place(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        valid_from=valid_from,
        valid_to=valid_to,
        short_name=row["short_name"],
        successors=tuple(successor.split("|")) if successor else (),
        source=row.get("source") or "",
    )


@cache
def load_places() -> Gazetteer:
    """The packaged gazetteer, read once."""
    path = "places/places.csv"
    return Gazetteer(parse_places((files("warehouse") / path).read_text("utf-8"), f"warehouse/{path}"))

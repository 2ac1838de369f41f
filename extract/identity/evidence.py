"""What one source says of whose report a document is: its title, its publisher, its site, its own words."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extract.documents.heads.titles import is_office
from extract.identity.levels import TOWNSHIP
from extract.identity.names import Name, as_words, is_under, names_in, without_quotations
from extract.identity.words import load_words
from warehouse.places import COUNTRY, Gazetteer
from warehouse.records import Place
from warehouse.years import CHINESE_YEAR, YEAR

_BRANCH = re.compile("分局|分院|支局|税务局|大队|支队|管理部|人民法院|人民检察院")
_SALUTATION = re.compile("[^。]{2,200}[:：]")
_DATE_BELOW = re.compile(
    rf"[(（]?(?:{YEAR}年\d{{1,2}}月\d{{1,2}}日|{CHINESE_YEAR}年.{{1,2}}月.{{1,3}}日)[)）]?$"
)
# What may stand below who signs: (此件公开发布), 联系人：…
_BELOW = re.compile("[(（].{0,40}[)）]|[^。]{1,40}[:：].{0,60}|")
_OPENING = 400
_BEGINNING = 5000
_CHOICE = 3
_HEADING = re.compile("[(（]?[一1](?:[)）]|[、.．])")
_ADDRESS = re.compile(r"[\u4e00-\u9fff]{1,12}(?:路|街|大道|巷)[\u4e00-\u9fff]{0,3}\d+号")
_JOINED = re.compile("[与和及同]$")
_SENTENCE_ENDS = re.compile("[，。；：\n,;:][^，。；：\n,;:]*$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The places that a source may mean: one, several that share the name, none where it says nothing.

    `is_part`: what it names is no more than a part of them (a zone, a township). `is_vague`: the words may
    not mean a place at all.
    """

    places: tuple[Place, ...] = ()
    is_part: bool = False
    is_vague: bool = False

    @property
    def sure(self) -> Place | None:
        """The one place meant, if there is no doubt."""
        is_doubted = len(self.places) != 1 or self.is_part or self.is_vague
        return None if is_doubted else self.places[0]


def of_title(title: str, places: Gazetteer, year: int | None) -> Evidence:
    """Whose a title or an office's name says the report is.

    By the place of its subject, which stands before 关于, else the first one behind. A place within it counts
    where its own branch speaks (某市生态环境局某区分局).
    """
    text = without_quotations(as_words(title))
    subject, _, matter = text.partition("关于")
    for part in (subject, matter):
        found = list(_named(part, places, year))
        if found:
            return _meant(part, found, places)
    return Evidence()


def _named(text: str, places: Gazetteer, year: int | None) -> Iterator[Name]:
    if match := load_words().national.search(text[:40]):
        country = places.by_code(COUNTRY)
        is_first = match.start() == 0 or not re.search("[\u4e00-\u9fff]", text[match.start() - 1])
        if country and (is_first or text[: match.start()].endswith("年")):
            yield Name(match.start(), match.end(), (country,))
    yield from (name for name in names_in(text, places, year) if name.places[0].code != COUNTRY)


def _meant(text: str, found: list[Name], places: Gazetteer) -> Evidence:
    first, *others = sorted(found, key=lambda name: (name.is_vague, name.start))
    is_zone = load_words().zone.match(text, first.end) is not None
    if first.is_vague and not is_zone:
        return Evidence(first.places, is_vague=True)
    if branch := _branch(text, first, places):
        return Evidence(branch)
    also = next((name for name in others if _is_also_meant(name, first, places)), None)
    if also:
        return Evidence(tuple(dict.fromkeys((*first.places, *also.places))))
    is_part = is_zone or TOWNSHIP.match(text[first.end :]) is not None
    # What lies in a county, or in a city without any, has no other code than theirs.
    return Evidence(first.places, is_part and any(places.within(place.code) for place in first.places))


def _is_also_meant(name: Name, first: Name, places: Gazetteer) -> bool:
    """Whether a title may be another place's as well: one within the first, or one beside it (甲市、乙市)."""
    if name.is_vague or name.places == first.places:
        return False
    return name.start == first.end + 1 or is_under(name.places[0], first.places, places)


def _branch(text: str, above: Name, places: Gazetteer) -> tuple[Place, ...]:
    """The place within `above` whose branch of an office speaks: 某市生态环境局某区分局, 某分局."""
    match = _BRANCH.search(text, above.end)
    for length in range(14, 1, -1) if match else ():
        start = match.start() - length if match else 0
        named = places.named(text[start : start + length]) if start >= above.end else ()
        if found := tuple(place for place in named if is_under(place, above.places, places)):
            return found
    return ()


def of_publisher(name: str, places: Gazetteer, year: int | None) -> Evidence:
    """Whose the name of a publisher or a site says it is; the press prints reports of others."""
    if load_words().media.search(as_words(name)):
        return Evidence()
    return of_title(name, places, year)


def of_site_code(code: str, places: Gazetteer, year: int | None) -> Evidence:
    """The place whose code a site's begins with; a ministry's begins with letters."""
    place = places.by_code(code[:6], year)
    return Evidence((place,)) if place else Evidence()


def of_signature(text: str, places: Gazetteer, year: int | None) -> Evidence:
    """Whose the office that signs a text at its foot says it is."""
    for line in reversed([as_words(line) for line in text[-300:].splitlines()[-6:]]):
        office = _DATE_BELOW.sub("", line).strip()
        if is_office(office):
            return of_publisher(office, places, year)
        if not _BELOW.fullmatch(office):
            break
    return Evidence()


def of_opening(text: str, places: Gazetteer, year: int | None) -> Evidence:
    """The place that the sentences before the first heading are about, or the several places."""
    subjects: list[Place] = []
    beside: list[Place] = []
    for line in _opening(text):
        for name in names_in(line, places, year, subjects=True):
            if not _ADDRESS.match(line, name.end):
                found = [place for place in name.places if place.code != COUNTRY]
                (beside if _JOINED.search(line[: name.start]) else subjects).extend(found)
    return Evidence(tuple(dict.fromkeys((*subjects, *beside))), is_vague=not subjects)


def _opening(text: str) -> Iterator[str]:
    """The first lines without quotations and without those that say to whom it is addressed."""
    opening = text if len(text) <= _OPENING else _SENTENCE_ENDS.sub("", text[:_OPENING])
    for line in map(as_words, opening.splitlines()):
        if _HEADING.match(line):
            return
        if not _SALUTATION.fullmatch(line):
            yield without_quotations(line)


def of_mentions(text: str, places: Gazetteer, year: int | None) -> Evidence:
    """The places that a text names most, none surely its own: to choose from where nothing else says."""
    names = (name for name in names_in(as_words(text[:_BEGINNING]), places, year) if not name.is_vague)
    counted = Counter(place for name in names for place in name.places if place.code != COUNTRY)
    return Evidence(tuple(place for place, _ in counted.most_common(_CHOICE)), is_vague=True)

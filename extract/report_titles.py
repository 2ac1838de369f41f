"""Which titles are those of such reports, and whose report of which year a title announces.

The reports have gone by many names since 2004: 依法行政情况, 法治政府建设年度报告, 法治政府建设工作总结.
Beside them the same lists hold plans, notices, interpretations, news and the departments' own reports.
The words for all of them stand in `warehouse/wording/titles.toml`.
"""

import re
from collections.abc import Iterator
from datetime import date

from extract.title_places import Kind, Whose, is_own, says_own, whose, whose_aside
from extract.title_words import PlainTitle, plain_title
from warehouse.errors import CatalogueError
from warehouse.places import Gazetteer, load_places
from warehouse.records import Place
from warehouse.vocabulary import load_wording

_WORDS = load_wording("titles")
_SUBJECT = re.compile(_WORDS["subject"])
_REPORT = re.compile(rf"(?P<report>{_WORDS['report']})(?:{_WORDS['further']})?$")
_OTHERS = tuple((name, re.compile(words)) for name, words in _WORDS["others"].items())
_VERSIONS = tuple((name, re.compile(words)) for name, words in _WORDS["versions"].items())
_SUMMING_UP = re.compile(_WORDS["summing_up"])
_WHOLE_YEAR = re.compile(r"(?<!\d)1月?份?[-—–~至到]12月份?")
# The year reported on: 2023年度, 2023年, 2023; not the month in which it was published, 2023年6月.
_YEAR = re.compile(r"(?<!\d)(?P<year>20\d\d)(?!\d)(?!年?\d{1,2}月)(?![-./]\d{1,2}[-./])(?P<whole>年?度)?")
_LAST_YEAR = 2100
# What a list can cut such a title down to: …年度法, …依法行
_CUT_SUBJECT = re.compile(r"(?:法治?政?府?|依法?行?政?)$")
_DECEMBER = 12


def why_no_report(title: str, places: Gazetteer | None = None) -> str | None:
    """Why a title is none of such a report, by a name; None where it is one.

    Names: other subject, notice, plan, several years, part of a year, news, assessment, duty, draft,
    translation, study, excerpt, interpretation, department, zone, no report.

    >>> why_no_report("金华市2024年法治政府建设情况报告")
    >>> why_no_report("2024年法治政府建设工作要点"), why_no_report("金华市财政局2024年法治政府建设年度报告")
    ('plan', 'department')
    """
    plain = plain_title(title)
    text = _WHOLE_YEAR.sub("", plain.text)
    subject = _SUBJECT.search(text)
    if not subject:
        return "other subject"
    match = _REPORT.search(text)
    report = text[: match.end("report")] if match else text
    if version := _first(_VERSIONS, (*plain.asides, text)):
        return version
    if other := _first(_OTHERS, (report,)):
        return other
    if not match:
        return "no report"
    speakers = _speakers(plain, text[: subject.start()], places or load_places())
    return next((one.kind.value for one in speakers if one.kind in (Kind.BODY, Kind.ZONE)), None)


def place_of_title(title: str, year: int, own_place: str, places: Gazetteer, near: str = "") -> Place:
    """Whose report a title announces that `why_no_report` lets pass.

    The place that the title names, in brackets before or behind it (（红塔区）) or in it, as it was in
    `year`; of several that share the name the one at or round `near` (a code); where the title names none,
    `own_place`. Raises CatalogueError: no place, an unknown one with the nearest names, an ambiguous one with
    its candidates, one that only shares its short name with a place elsewhere, 我区 on a city's site.
    """
    plain = plain_title(title)
    subject = _SUBJECT.search(plain.text)
    near = near or own_place
    found = whose(plain.text[: subject.start()] if subject else plain.text, places)
    place = _place_of(found, title, year, own_place, near, places) if found != Whose(Kind.OWN) else None
    for aside in plain.asides:
        named = whose_aside(aside, places)
        if named is not None:
            part = _place_of(named, title, year, own_place, near, places)
            place = part if place is None else _deeper(place, part, title, places)
    return place or _own(own_place, year, title, places)


def year_of_title(title: str, published_on: date | None) -> int:
    """The year that a title names as the one reported on.

    Where it names none: of a 工作总结 published in December that same year, as it is drawn up as the year
    ends; else CatalogueError, as the day of publication alone does not say.
    """
    if (year := year_named(title)) is not None:
        return year
    text = plain_title(title).text
    if published_on is not None and published_on.month == _DECEMBER and _SUMMING_UP.search(text):
        return published_on.year
    raise CatalogueError("names no year", title, "say which year it is")


def year_named(title: str) -> int | None:
    """The year that the title itself names, before its brackets and else in them; None for none.

    Of several the one called 年度, else the one next to the subject: 2024年发布2023年度….

    >>> year_named("金华市关于2016年法治政府建设情况和2017年工作安排")
    2016
    >>> year_named("法治政府建设报告（2020年6月）")
    """
    plain = plain_title(title)
    subject = _SUBJECT.search(plain.text)
    start = subject.start() if subject else len(plain.text)
    before = list(_YEAR.finditer(plain.text, 0, start + 4))
    named = [match for match in before if match["whole"]] or before[-1:]
    named = named or list(_YEAR.finditer(plain.text))
    named = named or [match for aside in plain.asides if (match := _YEAR.search(aside))]
    return next((int(match["year"]) for match in named if int(match["year"]) <= _LAST_YEAR), None)


def is_cut(title: str) -> bool:
    """Whether a list cut a title short that may be one of such a report: 金华市2020年法治政府建…"""
    plain = plain_title(title)
    if not plain.is_cut:
        return False
    if _SUBJECT.search(plain.text):
        return _first(_VERSIONS, (*plain.asides, plain.text)) is None
    return bool(_CUT_SUBJECT.search(plain.text))


def is_about_reports(title: str) -> bool:
    """Whether a title is one of a yearly report, be it a government's, a body's or a zone's."""
    return why_no_report(title) in (None, Kind.BODY.value, Kind.ZONE.value)


def _first(patterns: tuple[tuple[str, re.Pattern[str]], ...], texts: tuple[str, ...]) -> str | None:
    return next((name for text in texts for name, pattern in patterns if pattern.search(text)), None)


def _speakers(plain: PlainTitle, head: str, places: Gazetteer) -> Iterator[Whose]:
    yield whose(head, places)
    yield from (named for aside in plain.asides if (named := whose_aside(aside, places)))


def _place_of(
    found: Whose, title: str, year: int, own_place: str, near: str, places: Gazetteer
) -> Place:  # the title's own words and where it stands
    if found.kind is Kind.OWN or (own_place and says_own(found.words)):
        own = _own(own_place, year, title, places)
        if is_own(found.words, own):
            return own
        if found.kind is Kind.OWN:
            raise CatalogueError(f"says 本{found.words}, on the site of {own.name}", title, "say whose it is")
    place = places.resolve(found.words, year, near=near)
    if near and place.name not in found.words and not _is_round(place.code, near):
        what = f"{found.words} may be {place.name} {place.code}, which lies elsewhere"
        raise CatalogueError(what, title, "say whose it is")
    return place


def _is_round(code: str, near: str) -> bool:
    """Whether two codes lie in the same province."""
    return code[:2] == near[:2]


def _own(own_place: str, year: int, title: str, places: Gazetteer) -> Place:
    if not own_place:
        raise CatalogueError("names no place", title, "say whose it is")
    return places.resolve(own_place, year)


def _deeper(place: Place, part: Place, title: str, places: Gazetteer) -> Place:
    """Of a place and one in brackets the smaller one; they must lie one in the other."""
    if place.code == part.code or any(parent.code == place.code for parent in places.parents(part.code)):
        return part
    if any(parent.code == part.code for parent in places.parents(place.code)):
        return place
    raise CatalogueError(f"names {place.name} and {part.name}", title, "say whose it is")

"""Whose figure it is: the whole place, its own government, a department, a part, or another place."""

import re
from dataclasses import dataclass
from functools import cache

from transform.context import Figure
from warehouse.places import Gazetteer
from warehouse.records import Place, Role, ScopeKind
from warehouse.vocabulary import load_wording

_TABLE = load_wording("scopes")
_KINDS = (ScopeKind.WHOLE, ScopeKind.OWN, ScopeKind.PART, ScopeKind.DEPARTMENT)
_PATTERNS = {
    kind: re.compile("|".join(f"(?:{p})" for p in _TABLE[kind.value]["patterns"])) for kind in _KINDS
}
_YARDSTICK_BEFORE = re.compile(rf"(?:{'|'.join(_TABLE['yardstick']['before'])})\Z")
_YARDSTICK_AFTER = re.compile(rf"\A(?:{'|'.join(_TABLE['yardstick']['after'])})")
_AVERAGE_AFTER = re.compile(r"\A(?:的)?(?:平均|均值)")
_AVERAGE_BODY = re.compile(r"(全国|全省|全区|全市|全州|全县)\Z")
_AVERAGE = re.compile(
    rf"(全国|全省|全区|全市|全州|全县)(?:的)?(?:{'|'.join(_TABLE['yardstick']['averages'])})[^，；。]{{0,6}}\Z"
)
_NOT_SUBJECT = re.compile(r"(?:向|给|被|由|经|与|会同|联合|对|报|报送|移送|协同|配合|在|以)\Z")
# 兰溪、义乌等市; 沈阳的78%: a short name stands in a list of names or right before its figure
_SHORT_FOLLOWED = re.compile(
    r"\A(?:[、和及与][\u4e00-\u9fff]{2,4}){0,6}(?:等|[两三四五六七八九十][市县区地州]|[市县区州]|[的、和及与]?\Z|的?\d)"
)
_ADJACENT = re.compile(r"\A[的、和及与]?\Z")
_QUOTED = re.compile(r"《[^》]*》")
_LEVEL_OF = {"全国": "country", "全省": "province", "全区": "province"}
_CLAUSES = re.compile(r"[，；：。！？]")
# what may stand before the body that a clause is about
_OPENING = re.compile(
    r"\A(?:[\ 、，：；（]|其中|以及|和|及|另有|仅|同时|此外|另外|如|全年|今年|当年|年内|目前"
    r"|(?:19|20)\d{2}年(?:度|全年)?)*\Z"
)
_LEVELS = "省市县区州盟旗"


@dataclass(frozen=True, slots=True)
class Scope:
    """Words, kind and place code of whose figure it is; `average` where it is a yardstick for one figure."""

    words: str | None
    kind: ScopeKind
    place: str
    average: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The report's place, those above it, and the names of places that its text may speak of."""

    place: str
    name: str
    parents: tuple[Place, ...]
    names: dict[str, str]
    pattern: re.Pattern[str]
    own: re.Pattern[str]


# of two places with one short name the higher one is meant: 河北 is a province, and a district of Tianjin
_RANKS = ("country", "province", "prefecture", "county")


@cache
def surroundings_of(place: str, year: int, gazetteer: Gazetteer) -> Surroundings:
    """Places that a report of `place` may name: below it, its neighbours, all prefectures and provinces."""
    own = gazetteer.by_code(place, year) or gazetteer.by_code(place)
    parents = gazetteer.parents(place, year)
    near = [*gazetteer.within(place, year)]
    if parents and own and own.level == "county":
        near += [p for p in gazetteer.within(parents[0].code, year) if p.code != place]
    far = [p for p in gazetteer.within("100000", year) if p.level in {"prefecture", "province"}]
    names: dict[str, str] = {}
    near.sort(key=lambda p: _RANKS.index(p.level))
    for other in [*near, *far]:
        for name in (other.name, other.short_name):
            if len(name) >= 2 and other.code != place:
                names.setdefault(name, other.code)
    for name in {own.name, own.short_name} if own else ():
        names.pop(name, None)
    words = sorted(names, key=lambda n: (-len(n), n))
    pattern = re.compile("|".join(map(re.escape, words)) or r"(?!)")
    selves = {own.name, own.short_name} if own else set()
    mine = re.compile("|".join(re.escape(name) for name in sorted(selves, key=len, reverse=True)) or r"(?!)")
    return Surroundings(place, own.name if own else "", parents, names, pattern, mine)


def scope_of(text: str, figure: Figure, around: Surroundings, role: Role, current: Scope) -> Scope:
    """The scope of one figure; `current` is the scope in force from the figures before it.

    The nearest body or place named in the figure's clause counts; else the one that an earlier clause since
    the last figure is about.
    """
    own = Scope(None, ScopeKind.WHOLE, around.place)
    if role in {Role.GAP, Role.RANK}:
        return current
    if average := _average(figure, around):
        return average
    words = text[figure.item[0] : figure.item[1]] if figure.item else figure.before
    return (
        _named_place(words, around)
        or _organisation(words, around)
        or _named_place(_listed_head(figure), around)
        or _organisation(figure.clause, around)
        or _subject_of_clauses(text[figure.since : figure.clause_start], around)
        or (own if current.kind is ScopeKind.AREA else current)
    )


def _listed_head(figure: Figure) -> str:
    return figure.clause if figure.position or not figure.before else ""


def _average(figure: Figure, around: Surroundings) -> Scope | None:
    match = _AVERAGE.search(figure.clause)
    if not match and _AVERAGE_AFTER.match(figure.after):
        match = _AVERAGE_BODY.search(figure.clause)
    if not match:
        return None
    body = match.group(1)
    if body.endswith(around.name[-1:] or " ") and body != "全区":
        return None
    for parent in around.parents:
        if body == "全国" and parent.level == "country":
            return Scope("全国平均", ScopeKind.AREA, parent.code, average=True)
        if parent.name.endswith(body[-1]) or parent.level == _LEVEL_OF.get(body):
            return Scope(f"{body}平均", ScopeKind.AREA, parent.code, average=True)
    return None


def _named_place(words: str, around: Surroundings) -> Scope | None:
    plain = _QUOTED.sub(lambda m: " " * len(m.group()), words)
    for match in around.pattern.finditer(plain):
        before, after = plain[: match.start()], plain[match.end() :]
        full = match.group()[-1] in "市县区省州盟旗"
        if _YARDSTICK_BEFORE.search(before) or _YARDSTICK_AFTER.match(after):
            continue
        if not full and not _SHORT_FOLLOWED.match(after):
            continue
        if not _OPENING.match(before) and not _ADJACENT.match(after):
            continue
        return Scope(_place_words(plain, match), ScopeKind.AREA, around.names[match.group()])
    return None


def _place_words(words: str, match: re.Match[str]) -> str:
    rest = re.match(r"(?:[、和][\u4e00-\u9fff]{2,6}?)*(?:等[市县区]{0,2}|两[市县区])?", words[match.end() :])
    return match.group() + (rest.group() if rest and rest.group()[-1:] in set("等市县区") else "")


def _subject_of_clauses(words: str, around: Surroundings) -> Scope | None:
    """市环保局开展专项行动，…，出动执法人员3454人次: the body at the start of an earlier clause."""
    for clause in reversed(_CLAUSES.split(words)):
        found = _organisation(clause, around) or _named_place(clause, around)
        if found and found.words and _OPENING.match(clause.partition(found.words)[0]):
            return found
    return None


def _organisation(words: str, around: Surroundings) -> Scope | None:
    best: tuple[int, Scope] | None = None
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(words):
            if _NOT_SUBJECT.search(words[: match.start()]) or _of_other_level(kind, match.group(), around):
                continue
            if (
                best is None
                or match.start() > best[0]
                or (match.start() == best[0] and len(match.group()) > len(best[1].words or ""))
            ):
                best = (match.start(), Scope(match.group(), kind, around.place))
    return best[1] if best else None


def _of_other_level(kind: ScopeKind, words: str, around: Surroundings) -> bool:
    """省政府 in a city's report is not the reporting government."""
    return kind is ScopeKind.OWN and words[0] in _LEVELS and words[0] != around.name[-1:]


def without_scopes(words: str, around: Surroundings) -> str:
    """The words with the names of places and bodies taken out."""
    rest = around.own.sub("", around.pattern.sub("", words))
    for pattern in _PATTERNS.values():
        rest = pattern.sub("", rest)
    return rest

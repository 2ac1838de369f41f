"""Whose figure it is: the whole place, its own government, a department, a part, or another place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from transform.sense.context import Figure
from transform.sense.place_mentions import Mention, PlaceList, lists_in, mentions_in
from transform.sense.place_names import PlaceNames, place_names_of
from warehouse.places import Gazetteer
from warehouse.records import Place, Role, ScopeKind
from warehouse.vocabulary import either, load_wording
from warehouse.years import YEAR

_TABLE = load_wording("scopes")
_KINDS = (ScopeKind.WHOLE, ScopeKind.OWN, ScopeKind.PART, ScopeKind.DEPARTMENT)
_PATTERNS = {
    kind: re.compile("|".join(f"(?:{p})" for p in _TABLE[kind.value]["patterns"])) for kind in _KINDS
}
_YARDSTICK, _BESIDE_PLACE, _SUBJECT = (_TABLE[part] for part in ("yardstick", "beside", "subject"))
_AREA: str = _TABLE["areas"]["signs"]
_ALL_OF = "|".join(_TABLE["areas"]["all_of"])
_JOINTS = _TABLE["areas"]["joints"]
# 高于全省, 占全市
_YARDSTICK_BEFORE = re.compile(rf"(?:{'|'.join(_YARDSTICK['before'])})\Z")
# 全省平均, 义乌经验
_YARDSTICK_AFTER = re.compile(rf"\A(?:{'|'.join(_YARDSTICK['after'])})")
# 98.2%的平均
_AVERAGE_AFTER = re.compile(rf"\A(?:的)?(?:{'|'.join(_YARDSTICK['averages_after'])})")
_AVERAGE_BODY = re.compile(rf"({_ALL_OF})\Z")
# 全省平均水平为
_AVERAGE = re.compile(rf"({_ALL_OF})(?:的)?(?:{'|'.join(_YARDSTICK['averages'])})[^，；。]{{0,6}}\Z")
# 向市政府, 会同市公安局
_NOT_SUBJECT = re.compile(rf"(?:{'|'.join(_SUBJECT['not_after'])})\Z")
_SHORT_FOLLOWED = re.compile(
    rf"""
    \A(?:[{_JOINTS}][\u4e00-\u9fff]{{2,4}}){{0,6}}
    (?:
        等                                         # 兰溪、义乌等市
        | [两三四五六七八九十][{_TABLE["areas"]["counted"]}] # 兰溪、义乌两市
        | [市县区州]                                # 兰溪、义乌市
        | [的、和及与：]?\Z | 的?\d | ：              # 沈阳的78%
        | (?:{"|".join(_TABLE["areas"]["own_bodies"])})     # 秀英法院
    )
    """,
    re.VERBOSE,
)
"""After a short name, which stands for a place in a list of names or right before its figure alone."""
# 杭州的, 杭州：
_ADJACENT = re.compile(r"\A[的、和及与：]?\Z")
# 、永康等市
_REST_OF_LIST = re.compile(r"(?:[、和][\u4e00-\u9fff]{2,6}?)*(?:等[市县区]{0,2}|两[市县区])?")
# 、 of 义乌、永康
_NEXT_NAME = re.compile(rf"(?:[，{_JOINTS}]|以及)")
_RIGHT_BEFORE = re.compile(
    rf"""
    (?:（|：|\ |{"|".join(_BESIDE_PLACE["between"])}){{0,2}}   # 杭州（98.2%, 沈阳的78%
    | ，(?:{"|".join(_BESIDE_PLACE["after_comma"])})           # 杭州，为98.2%
    """,
    re.VERBOSE,
)
"""Between a place and its own figure."""
# 全省的是
_IS = re.compile(r"的[是为]\Z")
_RESPECTIVELY = re.compile(either(load_wording("dealing")["loosely"]))
# 其中, 合计: a clause of sums after places that were dealt out
_TOTAL = re.compile(rf"\A(?:{'|'.join(_TABLE['total']['words'])}|[全我][省市县区州])")
# 成立了 of 成立了义乌市综合行政执法局
_FOUNDED = re.compile(rf"(?:{'|'.join(_SUBJECT['founded'])})了?\Z")
# 综合行政执法局
_BODY_AFTER = re.compile(rf"\A[\u4e00-\u9fff]{{2,14}}?(?:{'|'.join(_SUBJECT['bodies'])})")
# 我市, 全市
_OURS = re.compile(r"[我本][省市县区州]|全[市县区州](?!平均)")
_LEVEL_OF: dict[str, str] = _TABLE["areas"]["levels"]
_CLAUSES = re.compile(r"[，；：。！？]")
# 其中, 2017年: what may stand before the body that a clause is about
_OPENING = re.compile(rf"\A(?:[\ 、，：；（]|{'|'.join(_SUBJECT['opening'])}|{YEAR}年(?:度|全年)?)*\Z")


@dataclass(frozen=True, slots=True)
class Scope:
    """Words, kind and place code of whose figure it is.

    `average` where it is a yardstick for one figure; `holds` where a place is the subject of its clause and
    of what follows.
    """

    words: str | None
    kind: ScopeKind
    place: str
    average: bool = False
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The report's place, those above it, and the names of places that its text may speak of."""

    place: str
    name: str
    parents: tuple[Place, ...]
    names: PlaceNames
    own: re.Pattern[str]


def surroundings_of(place: str, year: int, gazetteer: Gazetteer) -> Surroundings:
    """Places that a report of `place` may name: below it, its neighbours, all prefectures and provinces."""
    own = gazetteer.by_code(place, year) or gazetteer.by_code(place)
    names = place_names_of(place, year, gazetteer)
    parents = gazetteer.parents(place, year)
    return Surroundings(place, own.name if own else "", parents, names, _any_of(names.own))


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Finds one of the names, the longest first; nothing where there are none."""
    words = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")


@dataclass(frozen=True, slots=True)
class _Places:
    """The places that the text of one sentence names, which begins at `start`."""

    start: int
    mentions: tuple[Mention, ...]
    lists: tuple[PlaceList, ...]

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions between two offsets of the document, moved to the first of them."""
        base = start - self.start
        return tuple(
            Mention(one.start - base, one.end - base, one.code)
            for one in self.mentions
            if base <= one.start and one.end <= end - self.start
        )


def _places_of(text: str, start: int, end: int, around: Surroundings) -> _Places:
    words = text[start:end]
    mentions = mentions_in(words, around.names, around.own)
    return _Places(start, mentions, lists_in(words, mentions))


def scopes_of(text: str, figures: tuple[tuple[Figure, Role], ...], around: Surroundings) -> tuple[Scope, ...]:
    """The scopes of the figures of one sentence, in order."""
    if not figures:
        return ()
    sentence = figures[0][0].sentence
    places = _places_of(text, sentence.start, sentence.end, around)
    current = Scope(None, ScopeKind.WHOLE, around.place)
    dealt: tuple[Scope, ...] = ()
    scopes: list[Scope] = []
    for _, group in groupby(figures, key=lambda one: one[0].clause_start):
        clause = list(group)
        for position, (figure, role) in enumerate(clause):
            scope = _bracketed(text, figure, role, places, around) or _beside(
                text, figure, role, places, around
            )
            if scope is None and role is Role.GAP:
                scope = _measured_before(text, figure, scopes[-1:], around)
            elif scope is None:
                listed = _dealt(text, figure, (position, len(clause)), places, around)
                dealt = listed or dealt
                if listed and figure.count == len(listed):
                    scope = dealt[figure.position]
                elif listed or _goes_on([one for one, _ in clause], dealt, places):
                    scope = dealt[position]
            if scope is None:
                scope = _scope_of(text, figure, around, role, current, places)
                current = current if scope.average else scope
            scopes.append(scope)
    return tuple(scopes)


def scope_of(text: str, figure: Figure, around: Surroundings, role: Role, current: Scope) -> Scope:
    """The scope of one figure; `current` is the scope in force from the figures before it.

    The nearest body or place named in the figure's clause counts; else the one that an earlier clause since
    the last figure is about.
    """
    places = _places_of(text, figure.clause_start, figure.clause_end, around)
    return _scope_of(text, figure, around, role, current, places)


def _scope_of(
    text: str, figure: Figure, around: Surroundings, role: Role, current: Scope, places: _Places
) -> Scope:
    start = figure.quantity.start
    held = _held(figure, around, current)
    if role is Role.GAP:
        return held
    if role is Role.RANK:
        return _named_place(figure.before, places.within(start - len(figure.before), start), around) or held
    if average := _average(figure, around):
        return average
    item = figure.item or (start - len(figure.before), start)
    words = text[slice(*item)]
    return (
        _named_place(words, places.within(*item), around)
        or _organisation(words, around)
        or _named_place(_listed_head(figure), places.within(start - len(_listed_head(figure)), start), around)
        or _organisation(figure.clause, around)
        or _subject_of_clauses(text, (figure.since, figure.clause_start), places, around)
        or held
    )


def _held(figure: Figure, around: Surroundings, current: Scope) -> Scope:
    """The scope in force: a place that opens the sentence holds to the next ；, another for its figure."""
    if current.kind is not ScopeKind.AREA:
        return current
    lead = figure.lead.rpartition("；")[2]
    opening = lead.find(current.words or " ") if current.holds else -1
    holds = opening >= 0 and (_OPENING.match(lead[:opening]) or _FOUNDED.search(lead[:opening]))
    return current if holds else Scope(None, ScopeKind.WHOLE, around.place)


def _beside(text: str, figure: Figure, role: Role, places: _Places, around: Surroundings) -> Scope | None:
    """The place that stands right before a figure: 杭州（98.2%）, 武汉第44位, 沈阳的78%."""
    if role is Role.GAP:
        return None
    end = figure.quantity.start - places.start
    mention = next((one for one in reversed(places.mentions) if one.end <= end), None)
    if mention is None or not _RIGHT_BEFORE.fullmatch(
        text, places.start + mention.end, figure.quantity.start
    ):
        return None
    words = text[places.start : places.start + mention.start]
    in_brackets = text[figure.quantity.start - 1] == "（"
    if _YARDSTICK_BEFORE.search(words) and not in_brackets and not _IS.search(words):
        return None
    whole = next((one for one in places.lists if one.mentions[-1] is mention and not in_brackets), None)
    mention = whole.mentions[0] if whole and figure.count < 2 else mention
    if role is Role.RANK and any(parent.code == mention.code for parent in around.parents):
        return None
    return _scope_at(text[places.start + mention.start : places.start + mention.end], mention, around)


def _bracketed(text: str, figure: Figure, role: Role, places: _Places, around: Surroundings) -> Scope | None:
    """The place in front of the brackets that the figure stands in: 兰溪市（受理56件、审结52件）."""
    opens = figure.lead.rfind("（")
    if role is Role.GAP or opens <= figure.lead.rfind("）"):
        return None
    mention = next((one for one in reversed(places.mentions) if one.end == opens), None)
    if mention is None or any(one.mentions[-1] is mention for one in places.lists):
        return None
    return _scope_at(text[places.start + mention.start : places.start + mention.end], mention, around)


def _measured_before(text: str, figure: Figure, last: list[Scope], around: Surroundings) -> Scope | None:
    """The place whose level a gap goes on from: 义乌市达到95%，高出全省平均3个百分点."""
    words = text[figure.since : figure.quantity.start]
    if not last or last[0].average or last[0].kind is not ScopeKind.AREA:
        return None
    return None if "；" in words or _OURS.search(words) or around.own.search(words) else last[0]


def _scope_at(words: str, mention: Mention, around: Surroundings, *, holds: bool = False) -> Scope:
    if mention.code == around.place:
        return Scope(None, ScopeKind.WHOLE, around.place)
    return Scope(words, ScopeKind.AREA, mention.code, holds=holds)


def _dealt(
    text: str, figure: Figure, place: tuple[int, int], places: _Places, around: Surroundings
) -> tuple[Scope, ...]:
    """The scopes of a list of places before a list of as many figures; () where there is none.

    `place` is the figure's position in its clause and how many figures the clause has.
    """
    position, size = place
    count = figure.count
    if count < 2 and not _RESPECTIVELY.search(figure.clause):
        return ()
    first = figure.quantity.start if figure.position == 0 else figure.clause_start + len(figure.clause)
    for one in reversed(places.lists):
        begins, ends = places.start + one.start, places.start + one.end
        if begins < figure.clause_start or ends > first or len(one.mentions) not in {count, size}:
            continue
        if _YARDSTICK_BEFORE.search(text[figure.clause_start : begins]):
            return ()
        return tuple(
            _scope_at(text[places.start + m.start : places.start + m.end], m, around) for m in one.mentions
        )
    return ()


def _goes_on(clause: list[Figure], dealt: tuple[Scope, ...], places: _Places) -> bool:
    """Whether a clause goes on with the places dealt out before: 分别增长5%和8%, 占全市的10%、9.6%."""
    if not dealt or len(clause) != len(dealt):
        return False
    head = clause[0].clause
    if _TOTAL.match(head) or places.within(clause[0].clause_start, clause[-1].quantity.start):
        return False
    joint = all(figure.count == len(dealt) for figure in clause)
    return joint or bool(_RESPECTIVELY.search(head))


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


def _named_place(words: str, mentions: tuple[Mention, ...], around: Surroundings) -> Scope | None:
    """The place that `words` are about, of the `mentions` in them."""
    for number, mention in enumerate(mentions):
        before, after = words[: mention.start], words[mention.end :]
        if mention.code == around.place or _YARDSTICK_BEFORE.search(before) or _YARDSTICK_AFTER.match(after):
            continue
        name = words[mention.start : mention.end]
        if name[-1] not in _AREA and not _SHORT_FOLLOWED.match(after):
            following = mentions[number + 1] if number + 1 < len(mentions) else None
            if following is None or not _NEXT_NAME.fullmatch(words, mention.end, following.start):
                continue
        is_parent = any(parent.code == mention.code for parent in around.parents)
        founded = not is_parent and _FOUNDED.search(before) and _BODY_AFTER.match(after)
        if not founded and not _OPENING.match(before) and not _ADJACENT.match(after):
            continue
        scope = _place_words(words, mention)
        holds = scope == name and not _NEXT_NAME.match(after)
        return _scope_at(scope, mention, around, holds=holds)
    return None


def _place_words(words: str, mention: Mention) -> str:
    rest = _REST_OF_LIST.match(words, mention.end)
    listed = rest.group() if rest and rest.group()[-1:] in set("等市县区") else ""
    return words[mention.start : mention.end] + listed


def _subject_of_clauses(
    text: str, span: tuple[int, int], places: _Places, around: Surroundings
) -> Scope | None:
    """市环保局开展专项行动，…，出动执法人员3454人次: the body at the start of an earlier clause."""
    start, end = span
    start = max(start, text.rfind("；", start, end) + 1)
    edges = [start, *(start + match.end() for match in _CLAUSES.finditer(text[start:end])), end]
    for left, right in reversed(list(zip(edges, edges[1:], strict=False))):
        clause = text[left:right].rstrip("，；：。！？")
        named = _named_place(clause, places.within(left, right), around)
        for found in (_organisation(clause, around), named):
            before = clause.partition(found.words)[0] if found and found.words else None
            if before is not None and (_OPENING.match(before) or _FOUNDED.search(before)):
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
    return kind is ScopeKind.OWN and words[0] in _AREA and words[0] != around.name[-1:]


def without_scopes(words: str, around: Surroundings) -> str:
    """The words with the names of places and bodies taken out."""
    if not words:
        return ""
    rest = around.own.sub("", around.names.without(words))
    for pattern in _PATTERNS.values():
        rest = pattern.sub("", rest)
    return rest

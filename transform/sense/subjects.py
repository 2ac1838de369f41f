"""Whom words are about: the place, government, department or part that they name as their subject."""

import re
from functools import lru_cache
from typing import NamedTuple

from transform.sense.place_mentions import Mention
from transform.sense.surroundings import Places, Scope, Surroundings, scope_at
from transform.text.anchors import index_patterns
from transform.text.marks import AND_SO_ON, CLAUSE_MARK, CLAUSE_MARKS, JOINING, JOINTS, PERFECTIVE
from warehouse.records import ScopeKind
from warehouse.vocabulary import load_wording
from warehouse.years import YEAR, YEAR_SIGN

_TABLE = load_wording("scopes")
_KINDS = (ScopeKind.WHOLE, ScopeKind.OWN, ScopeKind.PART, ScopeKind.DEPARTMENT)
_SOURCES = ["|".join(f"(?:{p})" for p in _TABLE[kind.value]["patterns"]) for kind in _KINDS]
# 全市, 各级政府; 市本级, 市司法局; 各部门; 市应急管理局
_PATTERNS = tuple(zip(_KINDS, map(re.compile, _SOURCES), strict=True))
# most words name no body, which one look at their literal words tells
_INDEX = index_patterns(_SOURCES)
_YARDSTICK, _SUBJECT = _TABLE["yardstick"], _TABLE["subject"]
_AREAS = _TABLE["areas"]
_AREA: str = _AREAS["signs"]
# 高于全省, 占全市
YARDSTICK_BEFORE = re.compile(rf"(?:{'|'.join(_YARDSTICK['before'])})\Z")
# 全省平均, 义乌经验
_YARDSTICK_AFTER = re.compile(rf"\A(?:{'|'.join(_YARDSTICK['after'])})")
# 向市政府, 会同市公安局
_NOT_SUBJECT = re.compile(rf"(?:{'|'.join(_SUBJECT['not_after'])})\Z")
_SHORT_FOLLOWED = re.compile(
    rf"""
    \A(?:[{JOINING}][\u4e00-\u9fff]{{2,4}}){{0,6}}
    (?:
        {AND_SO_ON}                               # 兰溪、义乌等市
        | [{_AREAS["many"]}][{_AREAS["counted"]}]     # 兰溪、义乌两市
        | [{_AREAS["named"]}]                        # 兰溪、义乌市
        | [的{JOINING}：]?\Z | 的?\d | ：             # 沈阳的78%
        | (?:{"|".join(_AREAS["own_bodies"])})       # 秀英法院
    )
    """,
    re.VERBOSE,
)
"""After a short name, which stands for a place in a list of names or right before its figure alone."""
# 杭州的, 杭州：
_ADJACENT = re.compile(rf"\A[的{JOINING}：]?\Z")
# 、永康等市
_REST_OF_LIST = re.compile(
    rf"""
    (?:[{JOINING}][\u4e00-\u9fff]{{2,6}}?)*
    (?:{AND_SO_ON}[{_AREAS["listed"]}]{{0,2}}|{_AREAS["two"]}[{_AREAS["listed"]}])?
    """,
    re.VERBOSE,
)
# 、 of 义乌、永康
_NEXT_NAME = re.compile(rf"，|{JOINTS}")
# 成立了 of 成立了义乌市综合行政执法局
FOUNDED = re.compile(rf"(?:{'|'.join(_SUBJECT['founded'])}){PERFECTIVE}\Z")
# 综合行政执法局
_BODY_AFTER = re.compile(rf"\A[\u4e00-\u9fff]{{2,14}}?(?:{'|'.join(_SUBJECT['bodies'])})")
_AROUND = load_wording("years")["around"]
# 2017年全年
_YEAR = rf"{YEAR}{YEAR_SIGN}(?:{_AROUND['suffix']}|{_AROUND['whole']})?"
# 其中, 2017年: what may stand before the body that a clause is about
OPENING = re.compile(rf"\A(?:[\ 、，：；（]|{'|'.join(_SUBJECT['opening'])}|{_YEAR})*\Z")

_LISTED = frozenset(f"{AND_SO_ON}{_AREAS['listed']}")
_REMEMBERED = 4096
"""Stretches of text whose bodies are kept: a figure's words are asked for with those of its clause."""


def named_place(words: str, mentions: tuple[Mention, ...], around: Surroundings) -> Scope | None:
    """The place that `words` are about, of the `mentions` in them."""
    for number, mention in enumerate(mentions):
        before, after = words[: mention.start], words[mention.end :]
        if mention.code == around.place or YARDSTICK_BEFORE.search(before) or _YARDSTICK_AFTER.match(after):
            continue
        name = words[mention.start : mention.end]
        if name[-1] not in _AREA and not _SHORT_FOLLOWED.match(after):
            following = mentions[number + 1] if number + 1 < len(mentions) else None
            if following is None or not _NEXT_NAME.fullmatch(words, mention.end, following.start):
                continue
        is_parent = any(parent.code == mention.code for parent in around.parents)
        founded = not is_parent and FOUNDED.search(before) and _BODY_AFTER.match(after)
        if not founded and not OPENING.match(before) and not _ADJACENT.match(after):
            continue
        scope = _place_words(words, mention)
        holds = scope == name and not _NEXT_NAME.match(after)
        return scope_at(scope, mention, around, holds=holds)
    return None


def _place_words(words: str, mention: Mention) -> str:
    rest = _REST_OF_LIST.match(words, mention.end)
    listed = rest.group() if rest and rest.group()[-1:] in _LISTED else ""
    return words[mention.start : mention.end] + listed


def subject_of_clauses(
    text: str, span: tuple[int, int], places: Places, around: Surroundings
) -> Scope | None:
    """市环保局开展专项行动，…，出动执法人员3454人次: the body at the start of an earlier clause."""
    start, end = span
    start = max(start, text.rfind("；", start, end) + 1)
    if start >= end:
        return None
    edges = [start, *(start + match.end() for match in CLAUSE_MARK.finditer(text[start:end])), end]
    for left, right in reversed(list(zip(edges, edges[1:], strict=False))):
        clause = text[left:right].rstrip(CLAUSE_MARKS)
        named = named_place(clause, places.within(left, right), around)
        for found in (organisation(clause, around), named):
            before = clause.partition(found.words)[0] if found and found.words else None
            if before is not None and (OPENING.match(before) or FOUNDED.search(before)):
                return found
    return None


def may_name_body(words: str) -> bool:
    """Whether there are words of a body's name in some words, or in a part of them."""
    return bool(_INDEX.candidates(words))


def organisation(words: str, around: Surroundings) -> Scope | None:
    """The last body named in `words` that is neither asked nor told (向市政府) nor of another level.

    Of several that begin at one place the longest.
    """
    bodies = [body for body in _bodies_in(words) if not _of_other_level(body.kind, body.words, around)]
    if not bodies:
        return None
    best = max(bodies, key=lambda body: (body.start, len(body.words)))
    return Scope(best.words, best.kind, around.place)


class _Body(NamedTuple):
    """A body as words from `start` on name it."""

    start: int
    kind: ScopeKind
    words: str


@lru_cache(maxsize=_REMEMBERED)
def _bodies_in(words: str) -> tuple[_Body, ...]:
    """The bodies that words name and neither ask nor tell; most name none, and many are asked for twice."""
    return tuple(
        _Body(match.start(), kind, match.group())
        for kind, pattern in (_PATTERNS[number] for number in _INDEX.candidates(words))
        for match in pattern.finditer(words)
        if not _NOT_SUBJECT.search(words[: match.start()])
    )


def _of_other_level(kind: ScopeKind, words: str, around: Surroundings) -> bool:
    """省政府 in a city's report is not the reporting government."""
    return kind is ScopeKind.OWN and words[0] in _AREA and words[0] != around.name[-1:]


def without_scopes(words: str, around: Surroundings) -> str:
    """The words with the names of places and bodies taken out."""
    if not words:
        return ""
    rest = around.names.own_words.sub("", around.names.without(words))
    if not _INDEX.candidates(rest):
        return rest
    for _, pattern in _PATTERNS:
        rest = pattern.sub("", rest)
    return rest

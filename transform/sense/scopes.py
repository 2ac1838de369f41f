"""Whose figure it is: the whole place, its own government, a department, a part, or another place."""

import re
from itertools import groupby

from transform.numbers.signs import signs_of
from transform.sense.beside import goes_on_dealt, scope_before_brackets, scope_beside, scopes_dealt
from transform.sense.context import Figure
from transform.sense.subjects import (
    FOUNDED,
    OPENING,
    may_name_body,
    named_place,
    organisation,
    subject_of_clauses,
)
from transform.sense.surroundings import Places, Scope, Surroundings, places_of
from warehouse.records import Role, ScopeKind
from warehouse.vocabulary import load_wording

_TABLE = load_wording("scopes")
_YARDSTICK = _TABLE["yardstick"]
_AREAS = _TABLE["areas"]
# 全省
_ALL_OF = "|".join(_AREAS["all_of"])
# 98.2%的平均
_AVERAGE_AFTER = re.compile(rf"\A的?(?:{'|'.join(_YARDSTICK['averages_after'])})")
# 高于全省
_AVERAGE_BODY = re.compile(rf"({_ALL_OF})\Z")
# 全省平均水平为
_AVERAGE = re.compile(rf"({_ALL_OF})的?(?:{'|'.join(_YARDSTICK['averages'])})[^，；。]{{0,6}}\Z")
_AVERAGE_SIGNS = signs_of(_AVERAGE, _AVERAGE_AFTER)
# 我市, 全市
_OURS = re.compile(f"{_AREAS['ours']}|{_AREAS['whole']}")
_LEVEL_OF: dict[str, str] = _AREAS["levels"]


def scopes_of(
    text: str,
    figures: tuple[tuple[Figure, Role], ...],
    around: Surroundings,
    held: Scope | None = None,
) -> tuple[Scope, ...]:
    """The scopes of the figures of one sentence, in order.

    `held` is the scope of the sentence that this one goes on from: 县交通局查处310件。其中，当场处罚62件.
    """
    if not figures:
        return ()
    sentence = figures[0][0].sentence
    places = places_of(text, sentence.start, sentence.end, around)
    current = held or Scope(None, ScopeKind.WHOLE, around.place)
    if current.kind is not ScopeKind.AREA and not places.mentions and not _may_name(figures[0][0].whole):
        return (current,) * len(figures)
    return tuple(_in_order(text, figures, around, current, places))


def _in_order(
    text: str,
    figures: tuple[tuple[Figure, Role], ...],
    around: Surroundings,
    current: Scope,
    places: Places,
) -> list[Scope]:
    """The scopes of the figures of a sentence that names a place or a body, or goes on from one's."""
    dealt: tuple[Scope, ...] = ()
    scopes: list[Scope] = []
    outside, end = current, figures[0][0].sentence.start
    for _, group in groupby(figures, key=lambda one: one[0].clause_start):
        clause = list(group)
        for position, (figure, role) in enumerate(clause):
            scope = None
            outside, current = _past_bracket(text[end : figure.quantity.start], outside, current)
            end = figure.quantity.end
            if places.mentions:
                scope = scope_before_brackets(text, figure, role, places, around) or scope_beside(
                    text, figure, role, places, around
                )
            if scope is None and role is Role.GAP:
                scope = _measured_before(text, figure, scopes[-1:], around)
            elif scope is None and (places.lists or dealt):
                listed = scopes_dealt(text, figure, (position, len(clause)), places, around)
                dealt = listed or dealt
                if listed and figure.count == len(listed):
                    scope = dealt[figure.position]
                elif listed or goes_on_dealt([one for one, _ in clause], dealt, places):
                    scope = dealt[position]
            if scope is None:
                scope = _scope_of(text, figure, around, role, current, places)
                current = current if scope.average else scope
            scopes.append(scope)
    return scopes


def _past_bracket(between: str, outside: Scope, current: Scope) -> tuple[Scope, Scope]:
    """The scope outside the bracket that opens between two figures, and what is in force behind one.

    受理96件（其中市司法局受理80件），审结90件: the body of the bracket ends with it.
    """
    opened, closed = between.rfind("（"), between.rfind("）")
    if closed >= 0 and "（" not in between[:closed]:
        current = outside
    return (current if opened > closed else outside), current


def _may_name(sentence: str) -> bool:
    """Whether a sentence may name a body, or whose average it tells; most name neither."""
    return bool(_AVERAGE_SIGNS.search(sentence)) or may_name_body(sentence)


def scope_of(text: str, figure: Figure, around: Surroundings, role: Role, current: Scope) -> Scope:
    """The scope of one figure; `current` is the scope in force from the figures before it.

    The nearest body or place named in the figure's clause counts; else the one that an earlier clause since
    the last figure is about.
    """
    places = places_of(text, figure.clause_start, figure.clause_end, around)
    return _scope_of(text, figure, around, role, current, places)


def _scope_of(
    text: str, figure: Figure, around: Surroundings, role: Role, current: Scope, places: Places
) -> Scope:
    start = figure.quantity.start
    held = _held(figure, around, current)
    if role is Role.GAP:
        return held
    if role is Role.RANK:
        return named_place(figure.before, places.within(start - len(figure.before), start), around) or held
    if average := _average(figure, around):
        return average
    item = figure.item or (start - len(figure.before), start)
    words = text[slice(*item)]
    # most clauses name neither a place nor a body; the clause of a table's cell does not stand in the text
    since = min(item[0], figure.since, figure.clause_start)
    if not places.mentions and not may_name_body(text[since:start] + figure.clause):
        return held
    return (
        named_place(words, places.within(*item), around)
        or organisation(words, around)
        or named_place(_listed_head(figure), places.within(start - len(_listed_head(figure)), start), around)
        or organisation(figure.clause, around)
        or subject_of_clauses(text, (figure.since, figure.clause_start), places, around)
        or held
    )


def _held(figure: Figure, around: Surroundings, current: Scope) -> Scope:
    """The scope in force: a place that opens the sentence holds to the next ；, another for its figure."""
    if current.kind is not ScopeKind.AREA:
        return current
    lead = figure.lead.rpartition("；")[2]
    opening = lead.find(current.words or " ") if current.holds else -1
    holds = opening >= 0 and (OPENING.match(lead[:opening]) or FOUNDED.search(lead[:opening]))
    return current if holds else Scope(None, ScopeKind.WHOLE, around.place)


def _measured_before(text: str, figure: Figure, last: list[Scope], around: Surroundings) -> Scope | None:
    """The place whose level a gap goes on from: 义乌市达到95%，高出全省平均3个百分点."""
    words = text[figure.since : figure.quantity.start]
    if not last or last[0].average or last[0].kind is not ScopeKind.AREA:
        return None
    return None if "；" in words or _OURS.search(words) or around.names.own_words.search(words) else last[0]


def _listed_head(figure: Figure) -> str:
    return figure.clause if figure.position or not figure.before else ""


def _average(figure: Figure, around: Surroundings) -> Scope | None:
    match = _AVERAGE.search(figure.clause)
    if not match and _AVERAGE_AFTER.match(figure.after):
        match = _AVERAGE_BODY.search(figure.clause)
    if not match:
        return None
    body = match.group(1)
    if body.endswith(around.name[-1:] or " ") and body != _AREAS["ambiguous"]:
        return None
    for parent in around.parents:
        if parent.name.endswith(body[-1]) or parent.level == _LEVEL_OF.get(body):
            return Scope(f"{body}{_YARDSTICK['average']}", ScopeKind.AREA, parent.code, average=True)
    return None

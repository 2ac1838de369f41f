"""Places that stand beside a figure: right before it, before its brackets, in a list dealt out to a list."""

import re

from transform.sense.context import Figure
from transform.sense.subjects import YARDSTICK_BEFORE
from transform.sense.surroundings import Places, Scope, Surroundings, scope_at
from transform.text.marks import DEALT
from warehouse.records import Role
from warehouse.vocabulary import load_wording

_TABLE = load_wording("scopes")
_BESIDE_PLACE = _TABLE["beside"]
_RIGHT_BEFORE = re.compile(
    rf"""
    (?:（|：|\ |{"|".join(_BESIDE_PLACE["between"])}){{0,2}}   # 杭州（98.2%, 沈阳的78%
    | ，(?:{"|".join(_BESIDE_PLACE["after_comma"])})           # 杭州，为98.2%
    """,
    re.VERBOSE,
)
"""Between a place and its own figure."""
# 全省的是
_IS = re.compile(rf"{_BESIDE_PLACE['is']}\Z")
# 其中, 合计: a clause of sums after places that were dealt out
_TOTAL = re.compile(rf"\A(?:{'|'.join(_TABLE['total']['words'])}|{_TABLE['areas']['all_ours']})")


def scope_beside(text: str, figure: Figure, role: Role, places: Places, around: Surroundings) -> Scope | None:
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
    if YARDSTICK_BEFORE.search(words) and not in_brackets and not _IS.search(words):
        return None
    whole = next((one for one in places.lists if one.mentions[-1] is mention and not in_brackets), None)
    mention = whole.mentions[0] if whole and figure.count < 2 else mention
    if role is Role.RANK and any(parent.code == mention.code for parent in around.parents):
        return None
    return scope_at(text[places.start + mention.start : places.start + mention.end], mention, around)


def scope_before_brackets(
    text: str, figure: Figure, role: Role, places: Places, around: Surroundings
) -> Scope | None:
    """The place in front of the brackets that the figure stands in: 兰溪市（受理56件、审结52件）."""
    opens = figure.lead.rfind("（")
    if role is Role.GAP or opens <= figure.lead.rfind("）"):
        return None
    mention = next((one for one in reversed(places.mentions) if one.end == opens), None)
    if mention is None or any(one.mentions[-1] is mention for one in places.lists):
        return None
    return scope_at(text[places.start + mention.start : places.start + mention.end], mention, around)


def scopes_dealt(
    text: str, figure: Figure, place: tuple[int, int], places: Places, around: Surroundings
) -> tuple[Scope, ...]:
    """The scopes of a list of places before a list of as many figures; () where there is none.

    `place` is the figure's position in its clause and how many figures the clause has.
    """
    position, size = place
    count = figure.count
    if count < 2 and not DEALT.search(figure.clause):
        return ()
    first = figure.quantity.start if figure.position == 0 else figure.clause_start + len(figure.clause)
    for one in reversed(places.lists):
        begins, ends = places.start + one.start, places.start + one.end
        if begins < figure.clause_start or ends > first or len(one.mentions) not in {count, size}:
            continue
        if YARDSTICK_BEFORE.search(text[figure.clause_start : begins]):
            return ()
        return tuple(
            scope_at(text[places.start + m.start : places.start + m.end], m, around) for m in one.mentions
        )
    return ()


def goes_on_dealt(clause: list[Figure], dealt: tuple[Scope, ...], places: Places) -> bool:
    """Whether a clause goes on with the places dealt out before: 分别增长5%和8%, 占全市的10%、9.6%."""
    if not dealt or len(clause) != len(dealt):
        return False
    head = clause[0].clause
    if _TOTAL.match(head) or places.within(clause[0].clause_start, clause[-1].quantity.start):
        return False
    joint = all(figure.count == len(dealt) for figure in clause)
    return joint or bool(DEALT.search(head))

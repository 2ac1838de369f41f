"""Figures that leave their noun out and take it from the figure before (同比下降5.4%; 其中市本级467件)."""

import re

from transform.context import Figure
from transform.linking import Link, unit_fits
from transform.masking import Placed
from transform.rules import Rules
from transform.scopes import Surroundings, without_scopes
from warehouse.records import Role
from warehouse.vocabulary import load_wording

# longest words first, so that 比 does not take the head of 比重
_FUNCTION = re.compile(
    "|".join(
        sorted((word for words in load_wording("ellipsis").values() for word in words), key=len, reverse=True)
    )
)
_CHANGES = frozenset({Role.CHANGE, Role.CHANGE_RATE, Role.GAP, Role.RANK})
_RESPECTIVELY = re.compile(r"分别|依次")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}年?")
_PART_OF = "其中"
_SHARE = re.compile(r"占|比重|比例")


def fill_ellipses(placed: tuple[Placed, ...], links: dict[int, Link], rules: Rules) -> dict[int, Link]:
    """Add the links of figures that lean on one before them: in the same sentence, or 其中 in the next."""
    filled = dict(links)
    for position, one in enumerate(placed):
        if one.index in filled or not one.leans:
            continue
        link = _leant_on(placed, position, filled, rules)
        if link:
            filled[one.index] = Link(link.metric, f"{link.rule.split(':')[0]}:ellipsis")
    return filled


def leans(figure: Figure, role: Role, around: Surroundings) -> bool:
    """Whether a figure has no noun of its own: nothing but years, places and words of comparison round it."""
    if figure.quantity.noun:
        return False
    if role is Role.LEVEL and figure.quantity.unit == "%" and _SHARE.search(figure.before):
        return False
    if _FUNCTION.sub("", without_scopes(figure.dealt + figure.before, around)):
        return False
    return role in _CHANGES or not _FUNCTION.sub("", without_scopes(figure.after, around))


def _dealt_level(placed: tuple[Placed, ...], position: int) -> Placed | None:
    """办结率98.9%，满意率95.03%，分别比上年提高0.6个和1.27个百分点: each its own.

    None where the list deals out something else, such as two base years.
    """
    one = placed[position].figure
    first = position - one.position
    if not _RESPECTIVELY.search(one.clause) or len(_YEARS.findall(one.clause)) > 1:
        return None
    levels = [p for p in placed[max(0, first - one.count) : first] if p.figure.sentence == one.sentence]
    levels = [p for p in levels if p.role is Role.LEVEL]
    return levels[one.position] if len(levels) == one.count else None


def _leant_on(placed: tuple[Placed, ...], position: int, links: dict[int, Link], rules: Rules) -> Link | None:
    one = placed[position]
    if one.figure.count > 1 and one.role in _CHANGES and (dealt := _dealt_level(placed, position)):
        link = links.get(dealt.index)
        return link if link and unit_fits(one, rules.metrics[link.metric]) else None
    goes_back = one.figure.lead.startswith(_PART_OF)
    for other in (placed[i] for i in range(position - 1, -1, -1)):
        if other.figure.sentence != one.figure.sentence and not goes_back:
            return None
        link = links.get(other.index)
        if link and other.role not in {Role.GAP, Role.RANK} and unit_fits(one, rules.metrics[link.metric]):
            return link
        if not link and other.role not in _CHANGES and other.figure.quantity.unit == one.figure.quantity.unit:
            return None
    return None

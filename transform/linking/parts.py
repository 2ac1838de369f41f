"""Part or whole: of several figures that would be one fact, the whole keeps the link."""

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from decimal import Decimal

from transform.context import Placed
from transform.linking.links import Link
from warehouse.records import Role

_OPENS_PARTS = re.compile(r"其中|（|包括|分别是|具体")
_BRACKET = re.compile(r"（[^（）]*）")


def without_parts(
    text: str, figures: Sequence[Placed], links: dict[int, Link], facts: Sequence[Hashable]
) -> dict[int, Link]:
    """The links without those of parts: 处罚1742件，其中简易程序613件，一般程序1129件 is one fact, two parts.

    `facts` tells of each figure whose it is and when (year, place, scope). Of the levels of one metric and
    fact in a sentence, or in the 其中 that follows it, the one that stands before 其中 or a bracket is the
    whole, or the one that is the sum of the others; where neither tells, all are.
    """
    groups: dict[Hashable, list[Placed]] = defaultdict(list)
    for placed in figures:
        link = links.get(placed.index)
        if link and placed.role is Role.LEVEL and placed.figure.quantity.value is not None:
            groups[link.metric, facts[placed.index], placed.figure.quantity.unit].append(placed)
    dropped: set[int] = set()
    for group in groups.values():
        for near in _told_together(group):
            dropped |= _parts_of(text, near)
    return {index: link for index, link in links.items() if not dropped & {index, link.leans_on}}


def _told_together(group: list[Placed]) -> list[list[Placed]]:
    """A group by sentence; a sentence that opens with 其中 goes with the one before it."""
    together: list[list[Placed]] = []
    for placed in group:
        last = together[-1][-1].figure if together else None
        figure = placed.figure
        goes_on = last is not None and (
            last.sentence == figure.sentence
            or (figure.lead.lstrip().startswith("其中") and last.sentence.end <= figure.sentence.start)
        )
        if goes_on:
            together[-1].append(placed)
        else:
            together.append([placed])
    return [near for near in together if len(near) > 1]


def _parts_of(text: str, near: list[Placed]) -> set[int]:
    values = [placed.figure.quantity.value or Decimal(0) for placed in near]
    if len(set(values)) == 1:
        return set()
    whole = _whole(text, near, values)
    if whole is None:
        return set()
    return {placed.index for number, placed in enumerate(near) if number != whole}


def _whole(text: str, near: list[Placed], values: list[Decimal]) -> int | None:
    total = sum(values)
    for number, value in enumerate(values):
        if value * 2 == total:
            return number
    between = _BRACKET.sub("", text[near[0].figure.quantity.end : near[1].figure.quantity.start])
    if _OPENS_PARTS.search(between) and values[0] > max(values[1:]):
        return 0
    return None

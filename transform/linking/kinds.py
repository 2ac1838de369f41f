"""Kinds of a count that nobody added up: the members of a series, and one procedure beside the other."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from transform.linking.frames import Frames
from transform.linking.links import Links
from transform.sense.context import Placed
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
# a noun whose kinds a series counts: 人事信息9条，财政信息120条
_SERIES = "series"
_NEXT_OF_SERIES = re.compile(rf"[，、；](?:{either(_TABLE['series'])})")
# of one procedure: all there is where it is counted alone, and a kind beside the other
_ALONE = "counted_alone"
# 简易程序案件
_OTHER = re.compile(either(_TABLE["other_procedures"]))


def of_series(text: str, figures: Sequence[Placed], found: Links, frames: Frames) -> set[int]:
    """公开机构信息9条，财政信息120条: the first of a series of kinds, though its words could be of all."""
    series = frames.group(_SERIES)
    dropped: set[int] = set()
    for number, placed in enumerate(figures):
        if placed.index not in found.links or not found.named[placed.index] & series:
            continue
        own, kinds = placed.figure, Decimal(0)
        for before, one in pairwise(figures[number:]):
            figure = one.figure
            if figure.sentence != own.sentence or figure.quantity.unit != own.quantity.unit:
                break
            if not _NEXT_OF_SERIES.fullmatch(text, before.figure.quantity.end, figure.quantity.start):
                break
            kinds += figure.quantity.value or Decimal(0)
        if kinds > (own.quantity.value or Decimal(0)):
            dropped.add(placed.index)
    return dropped


def beside_other_procedure(figures: Sequence[Placed], found: Links, frames: Frames) -> set[int]:
    """办理普通程序案件62件、简易程序案件224件: neither of two kinds that nobody added up."""
    alone = frames.group(_ALONE)
    kinds: set[int] = set()
    for one, other in pairwise(figures):
        own, its = one.figure, other.figure
        if own.sentence != its.sentence or own.quantity.unit != its.quantity.unit:
            continue
        for placed, beside in ((one, its), (other, own)):
            linked = placed.index in found.links and found.named[placed.index] & alone
            if linked and _OTHER.search(beside.before):
                kinds.add(placed.index)
    return kinds

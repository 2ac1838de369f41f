"""Of which level a report's place is, by words that name the level alone: 县司法局, 我区, 某街道."""

import re
from collections import Counter

from extract.identity.names import as_words
from warehouse.places import Gazetteer
from warehouse.records import Document, Place

TOWNSHIP = re.compile(
    r"^(?:关于)?(?:20\d\d年?度?)?[\u4e00-\u9fff]{1,8}?(?:街道|(?<!景德)镇|乡|苏木)"
    r"(?:办事处|人民政府|党|20|二〇|法治|依法|政府|关于|综合|$)"
)
"""An office of a street, a town or a township: it lies in a county."""
# 县司法局, 区政府办公室, 我市: whose without a name, by the level alone.
_LEVEL = re.compile(
    r"^(?:中共)?(?:20\d\d年?度?)?(?:我|全|本)?(?P<level>[省市县区州旗盟])(?![域级场块会容民]|[中南北]区)"
)
_SELF = re.compile("[我全本](?P<level>[省市县区州旗盟]|街道|镇|乡)(?!域|级)")
_TOWN = "乡"
_TOWNS = frozenset(("街道", "镇", "乡"))


def levels_needed(document: Document) -> frozenset[str]:
    """Of which levels the report may be by words that name a level alone: 县司法局, 我区, 某街道.

    The last characters of such places' names, 乡 for what lies in a county; empty where nothing is said.
    """
    heads = [as_words(head or "") for head in (document.title, document.publisher, document.source)]
    if any(TOWNSHIP.match(head) for head in heads):
        return frozenset(_TOWN)
    for head in heads:
        if named := _LEVEL.match(head.rpartition("关于")[2]) or _LEVEL.match(head):
            return frozenset(named["level"])
    counted = Counter(match["level"] for match in _SELF.finditer(as_words(document.text)))
    if max(counted.values(), default=0) < 2:
        return frozenset()
    return frozenset(_TOWN if level in _TOWNS else level for level in counted)


def is_of_level(place: Place | None, levels: frozenset[str], places: Gazetteer) -> bool:
    """Whether a place may be one of the levels that are asked for; any where none is."""
    if place is None or not levels or place.name[-1] in levels:
        return True
    return _TOWN in levels and not places.within(place.code)

"""The wordings by which a place's name is known for one (warehouse/wording/identity.toml), as patterns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from warehouse.vocabulary import load_wording


@dataclass(frozen=True, slots=True)
class Words:
    """Patterns of what stands before a name (`before…`, searched at its end) and behind it (matched)."""

    before: re.Pattern[str]
    before_subject: re.Pattern[str]
    other_name: re.Pattern[str]
    zone: re.Pattern[str]
    level: re.Pattern[str]
    level_of_two: re.Pattern[str]
    after_short: re.Pattern[str]
    after_common: re.Pattern[str]
    national: re.Pattern[str]
    media: re.Pattern[str]
    no_short: frozenset[str]
    common: frozenset[str]


@cache
def load_words() -> Words:
    """The packaged wordings."""
    table = load_wording("identity")
    one_of = {name: _one_of(words) for name, words in table.items()}
    return Words(
        before=re.compile(rf"(?:^|[^\u4e00-\u9fff]|{one_of['before']})$"),
        before_subject=re.compile(rf"(?:^|[^\u4e00-\u9fff]|{one_of['before_subject']})$"),
        other_name=re.compile(one_of["other_name"]),
        # 宁波大榭开发区, 中国（浙江）自由贸易试验区: the zone may have a name of its own.
        zone=re.compile(rf"[)）]?(?:(?![局委府厅院])[\u4e00-\u9fff]){{0,6}}?{one_of['zone']}"),
        level=re.compile(one_of["level"]),
        level_of_two=re.compile(one_of["level_of_two"]),
        after_short=re.compile(rf"$|[^\u4e00-\u9fff]|{one_of['after_short']}"),
        after_common=re.compile(one_of["after_common"]),
        national=re.compile(rf"(?:{one_of['national']})(?!门)|全国(?!人|文明|示范|性|百|先进|统一|各)"),
        media=re.compile(rf"{one_of['media']}(?:记者|讯)?$"),
        no_short=frozenset(table["no_short"]),
        common=frozenset(table["common"]),
    )


def _one_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})"

"""Numerals that state no measured fact, by the patterns of `warehouse/wording/exclusions.toml`."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from transform.numbers.numerals import CHINESE_NUMERAL
from transform.numbers.units import UNIT_CLASS
from transform.text.anchors import PatternIndex, index_patterns
from warehouse.places import COUNTRY, load_places
from warehouse.vocabulary import any_of, load_wording

_TABLE = load_wording("exclusions")
# 3, 三
_NUMBER, _CHINESE = rf"[\d{CHINESE_NUMERAL}]", f"[{_TABLE['counted']['characters']}]"
_SPEECH = _TABLE["rhetoric"]
# 三
_SMALL = rf"[{_SPEECH['small']}]{{1,2}}"
_NOT_SMALL = _SPEECH["not_small_after"]
_RHETORIC = (
    # 4个方面, 三项重点工作
    rf"(?<![\d.])(?:\d{{1,3}}|(?<![{_NOT_SMALL}]){_SMALL})(?:{'|'.join(_SPEECH['near'])})?"
    rf"(?:{'|'.join(_SPEECH['any_units'])})?(?:{'|'.join(_SPEECH['any'])})",
    # 四个机制, 三大模块
    rf"(?<![\d{_NOT_SMALL}]){_SMALL}(?:{'|'.join(_SPEECH['units'])})?(?:{'|'.join(_SPEECH['chinese'])})",
    # 任务共30项; 执法任务30项 were done
    rf"(?:{''.join(f'(?<!{word})' for word in _SPEECH['done'])}{_SPEECH['tasks']}"
    rf"|{'|'.join(_SPEECH['planned'])})(?:{'|'.join(_SPEECH['sums'])})?\d{{1,3}}[{_SPEECH['task_units']}]",
)
"""Numbers that are ways to speak; `always` in the table has those that need no nouns."""
# 七 of 七台河
_NUMERAL = re.compile(f"[{CHINESE_NUMERAL}]")
# 三元, which reads as a figure
_FIGURE = re.compile(f"[{CHINESE_NUMERAL}]+(?:{any_of(UNIT_CLASS)})?")


class Named(NamedTuple):
    """A stretch of text whose numbers are no figures, and why."""

    start: int
    end: int
    reason: str


def _outermost_first(span: Named) -> tuple[int, int]:
    return span.start, -span.end


def _sources() -> Iterator[tuple[str, str]]:
    """All patterns, each behind its reason; `<n>` and `<c>` stand for a character of a number."""
    for entry in _TABLE["pattern"]:
        yield from ((entry["reason"], pattern) for pattern in entry["matches"])
    yield from (("rhetoric", pattern) for pattern in (*_RHETORIC, *_SPEECH["always"]))


def _place_names() -> str:
    """Names of places that hold a numeral (七台河, 五通桥区); short ones that read as a figure (三元) not."""
    names = {name for place in load_places().within(COUNTRY) for name in (place.name, place.short_name)}
    holding = [name for name in names if _NUMERAL.search(name) and not _FIGURE.fullmatch(name)]
    return any_of(holding)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns with their reasons, and which of them can match a text at all."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    index: PatternIndex


@cache
def _patterns() -> _Patterns:
    """All patterns compiled, once a process, and when a text is first read: the places cost to load."""
    sources = [
        *((reason, spelled(pattern)) for reason, pattern in _sources()),
        ("name", _place_names()),
    ]
    patterns = tuple((reason, re.compile(pattern)) for reason, pattern in sources)
    return _Patterns(patterns, index_patterns([pattern for _, pattern in sources]))


def spelled(pattern: str) -> str:
    """A pattern of the table with what its `<n>` and `<c>` stand for."""
    return pattern.replace("<n>", _NUMBER).replace("<c>", _CHINESE)


def named_spans(texts: Sequence[str]) -> list[tuple[Named, ...]]:
    """Stretches of normalised texts whose numbers are dates, ordinals, citations, names …, in order.

    Pattern by pattern, each in all texts that it can match, as it so stays in the processor's cache.
    """
    known = _patterns()
    having: defaultdict[int, list[int]] = defaultdict(list)
    for place, numbers in enumerate(map(known.index.candidates, texts)):
        for number in numbers:
            having[number].append(place)
    spans: list[list[Named]] = [[] for _ in texts]
    for number in sorted(having):
        reason, pattern = known.patterns[number]
        for place in having[number]:
            if pattern.search(texts[place]):  # of those tried one in four matches: cheaper than finditer
                found = pattern.finditer(texts[place])
                spans[place] += [Named(match.start(), match.end(), reason) for match in found]
    return [tuple(sorted(each, key=_outermost_first)) if each else () for each in spans]

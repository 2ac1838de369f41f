"""Numerals that state no measured fact, by the patterns of `warehouse/wording/exclusions.toml`."""

import re
from dataclasses import dataclass
from functools import cache

from transform.anchors import PatternIndex, index_patterns
from transform.numerals import CHINESE_NUMERAL
from transform.quantities import UNIT_CLASS
from warehouse.places import COUNTRY, load_places
from warehouse.vocabulary import load_wording

_TABLE = load_wording("exclusions")
_COUNTED = "一二两三四五六七八九十百千"


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of text whose numbers are no figures, and why."""

    start: int
    end: int
    reason: str


def _compiled(pattern: str) -> re.Pattern[str]:
    number = rf"[\d{CHINESE_NUMERAL}]"
    return re.compile(pattern.replace("<n>", number).replace("<c>", f"[{_COUNTED}]"))


def _rhetoric() -> list[re.Pattern[str]]:
    table = _TABLE["rhetoric"]
    small = "[二两三四五六七八九十]{1,2}"
    counted = rf"(?<![\d.])(?:\d{{1,3}}|(?<![百千万第]){small})(?:余|多)?(?:个|项|条|大|类|种)?"
    anything = rf"{counted}(?:{'|'.join(table['any'])})"
    chinese = (
        rf"(?<![\d百千万第]){small}(?:个|项|大|条|种|类|套|张|支|道|把|级)?(?:{'|'.join(table['chinese'])})"
    )
    after = (
        r"(?:(?<!抽查)(?<!检查)(?<!执法)(?<!监管)(?<!随机)(?<!工单)任务|举措|措施|要点)"
        r"(?:共|计|分为)?\d{1,3}[项条个]"
    )
    return [re.compile(anything), re.compile(chinese), re.compile(after), *map(_compiled, table["always"])]


def _place_names() -> str:
    """Names of places that hold a numeral (七台河, 五通桥区); short ones that read as a figure (三元) not."""
    names = {name for place in load_places().within(COUNTRY) for name in (place.name, place.short_name)}
    numeral = re.compile(f"[{CHINESE_NUMERAL}]")
    figure = re.compile(f"[{CHINESE_NUMERAL}]+(?:{'|'.join(map(re.escape, UNIT_CLASS))})?")
    holding = [name for name in names if numeral.search(name) and not figure.fullmatch(name)]
    return "|".join(sorted(holding, key=lambda name: (-len(name), name)))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns with their reasons, and which of them can match a text at all."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    index: PatternIndex


@cache
def _patterns() -> _Patterns:
    patterns = (
        *(
            (entry["reason"], _compiled(pattern))
            for entry in _TABLE["pattern"]
            for pattern in entry["matches"]
        ),
        *(("rhetoric", pattern) for pattern in _rhetoric()),
        ("name", re.compile(_place_names())),
    )
    return _Patterns(patterns, index_patterns([pattern.pattern for _, pattern in patterns]))


def named_spans(text: str) -> tuple[Named, ...]:
    """Stretches of the normalised text whose numbers are dates, ordinals, citations, names …, in order."""
    known = _patterns()
    spans = [
        Named(match.start(), match.end(), reason)
        for reason, pattern in (known.patterns[number] for number in known.index.candidates(text))
        for match in pattern.finditer(text)
    ]
    return tuple(sorted(spans, key=lambda span: (span.start, -span.end)))

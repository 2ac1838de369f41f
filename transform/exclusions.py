"""Numerals that state no measured fact, by the patterns of `warehouse/wording/exclusions.toml`."""

import re
from dataclasses import dataclass

from transform.anchors import index_patterns
from transform.numerals import CHINESE_NUMERAL
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
    after = r"(?:(?<!抽查)(?<!检查)(?<!执法)(?<!监管)任务|举措|措施|要点)(?:共|计|分为)?\d{1,3}[项条个]"
    return [re.compile(anything), re.compile(chinese), re.compile(after), *map(_compiled, table["always"])]


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    *((entry["reason"], _compiled(pattern)) for entry in _TABLE["pattern"] for pattern in entry["matches"]),
    *(("rhetoric", pattern) for pattern in _rhetoric()),
)
_INDEX = index_patterns([pattern.pattern for _, pattern in _PATTERNS])


def named_spans(text: str) -> tuple[Named, ...]:
    """Stretches of the normalised text whose numbers are dates, ordinals, citations, names …, in order."""
    spans = [
        Named(match.start(), match.end(), reason)
        for reason, pattern in (_PATTERNS[number] for number in _INDEX.candidates(text))
        for match in pattern.finditer(text)
    ]
    return tuple(sorted(spans, key=lambda span: (span.start, -span.end)))

"""Words on pages: labels in both languages, each marked as such, and unseen signs by their code."""

import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from markupsafe import Markup, escape

from load.labels import BOUND_SIGNS, meaning_of_signs, plain_number
from load.questions.notes import Row, note_of

_KEPT = frozenset("\t\n\r")


def spelled_out(text: str) -> str:
    """The text with each sign that is not seen, or turns others' direction, as its code point in brackets.

    These are controls, marks of width zero, private and unassigned characters; spaces of all widths stay.

    >>> spelled_out("共\u202e5件")
    '共[U+202E]5件'
    """
    return text if text.isprintable() else "".join(map(_seen, text))


def _seen(sign: str) -> str:
    if sign.isprintable() or sign in _KEPT or unicodedata.category(sign) == "Zs":
        return sign
    return f"[U+{ord(sign):04X}]"


def short(text: str | None, most: int = 500) -> str:
    """The text's beginning, with how much is left out, where it is longer than anybody reads.

    >>> short("依法行政" * 200, 4)
    '依法行政… [+796]'
    """
    text = text or ""
    return text if len(text) <= most else f"{text[:most]}… [+{len(text) - most}]"


def finalized(value: Any) -> Any:
    """What a template puts out for a value: nothing for None, all signs seen, decimals as numbers."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return spelled_out(value)
    if value is None:
        return ""
    return plain_number(value) if isinstance(value, Decimal) else value


def put(pattern: str, *values: Any) -> Markup:
    """HTML of ours with values in it, each as a template puts it out: seen, and escaped."""
    # str.format is five times as fast as Markup's, and a page has hundreds of these
    return Markup(pattern.format(*(escape(finalized(value)) for value in values)))  # noqa: S704 (ours)


def in_line(separator: str, parts: Iterable[Any]) -> Markup:
    """The parts that are not empty, each as a template puts it out, with a separator between."""
    return Markup(separator.join(escape(finalized(part)) for part in parts if part))  # noqa: S704 (ours)


@lru_cache(maxsize=4096)
def in_both(chinese: str, english: str) -> Markup:
    """Words in Chinese and English, each in an element of its own, of which the reader may hide one."""
    return Markup("<span lang=zh>{}</span> <span lang=en>{}</span>").format(
        spelled_out(chinese), spelled_out(english)
    )


@lru_cache(maxsize=4096)
def both(label: str) -> Markup:
    """A label of load.labels, 更好 better, in both languages; one without English stays as it is."""
    chinese, _, english = label.partition(" ")
    return in_both(chinese, english) if english else Markup(escape(spelled_out(label)))  # noqa: S704 (escaped)


def note_words(row: Row) -> Markup:
    """What is to be minded of a figure, in both languages."""
    return in_line(", ", (both(words) for words in note_of(row).split(", ")))


@cache
def legend() -> Markup:
    """What the signs at figures mean, in both languages."""
    return in_line(" · ", (put("{} {}", sign, both(words)) for sign, words in meaning_of_signs().items()))


def figure_words(row: Row, which: str = "") -> str:
    """A figure without unit, as it is read: 33,986, ≥85, 30–40, – for a blank. `which` as in `base_value`."""
    value, high = row[f"{which}value"], row.get(f"{which}value_high")
    if value is None:
        return "–"
    to = "" if high is None else f"–{plain_number(high)}"
    return f"{BOUND_SIGNS.get(row.get(f'{which}bound') or '', '')}{plain_number(value)}{to}"

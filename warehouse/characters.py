"""Traditional characters read as simplified ones, one for one, so that offsets hold.

The table is `characters.toml`, made by tools/build_characters.py. Texts, titles and names are compared in
this form and kept in their own.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files


def _load() -> dict[int, int]:
    words = tomllib.loads((files("warehouse") / "characters.toml").read_text("utf-8"))["characters"]
    return {ord(traditional): ord(word[0]) for word in words.split() for traditional in word[1:]}


SIMPLIFIED_OF = _load()
"""Code points of traditional characters and of the simplified ones; for `folding`."""


def folding(table: Mapping[int, int]) -> Callable[[str], str]:
    """What `text.translate(table)` gives, where few characters of a text stand in the table.

    A pattern finds those at a fifteenth of the cost of asking the table about each. It is made when the first
    text is folded, as it costs some milliseconds. It begins with one character of the table, for which a text
    is searched at less than half the cost that a repeated one has.
    """

    @cache
    def pattern() -> re.Pattern[str]:
        characters = re.escape("".join(map(chr, table)))
        return re.compile(f"[{characters}][{characters}]*")

    def fold(text: str) -> str:
        return pattern().sub(lambda found: found.group().translate(table), text)

    return fold


_NOT_CHINESE = bytes(high for high in range(256) if not 0x34 <= high <= 0x9F)
"""The higher bytes in UTF-16 of all characters but those from U+3400 to U+9FFF."""
_NOT_PRIVATE = bytes(high for high in range(256) if not 0xE0 <= high <= 0xF8)
_simplified = folding(SIMPLIFIED_OF)


def simplified(text: str) -> str:
    """The text with its traditional characters as simplified ones, each at its place.

    >>> simplified("2017年，全國新收行政復議案件餘額")
    '2017年，全国新收行政复议案件余额'
    """
    return _simplified(text)


def count_chinese(text: str) -> int:
    """How many Chinese characters a text has.

    >>> count_chinese("受理案件512件，审结498件。")
    8
    """
    return _count(text, _NOT_CHINESE)


def count_private(text: str) -> int:
    """How many characters are for private use: some font shows them, no program knows what they mean.

    >>> count_private("受理\ue5e5案件")
    1
    """
    return _count(text, _NOT_PRIVATE)


def _count(text: str, others: bytes) -> int:
    """Of all characters but `others`, told by the higher bytes of all at once."""
    return len(text.encode("utf-16-le", "surrogatepass")[1::2].translate(None, others))

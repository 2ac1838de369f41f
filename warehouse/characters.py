"""Traditional characters read as simplified ones, one for one, so that offsets hold.

The table is `characters.toml`, made by tools/build_characters.py. Texts, titles and names are compared in
this form and kept in their own.
"""

import tomllib
from importlib.resources import files


def _load() -> dict[int, int]:
    words = tomllib.loads((files("warehouse") / "characters.toml").read_text("utf-8"))["characters"]
    return {ord(traditional): ord(word[0]) for word in words.split() for traditional in word[1:]}


SIMPLIFIED_OF = _load()
"""Code points of traditional characters and of the simplified ones; for str.translate."""


def simplified(text: str) -> str:
    """The text with its traditional characters as simplified ones, each at its place.

    >>> simplified("2017年，全國新收行政復議案件餘額")
    '2017年，全国新收行政复议案件余额'
    """
    return text.translate(SIMPLIFIED_OF)

"""The words round an article in one form, each character at its place, so that offsets hold."""

from functools import lru_cache

from warehouse.characters import SIMPLIFIED_OF, folding

# Full-width forms of ASCII, and what stands for a space, a dash or a colon in one font or another.
_FORMS = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys((0x3000, 0xA0, 0x2002, 0x2003, 0x2009), ord(" "))
    | dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x2500), ord("-"))
    | dict.fromkeys((0x2236, 0xFE55, 0xFE30), ord(":"))
)
_folded = folding(SIMPLIFIED_OF | _FORMS)
_REMEMBERED = 512
"""Lines that are kept: one round an article is asked for by what looks for dates, labels and numbers."""


@lru_cache(maxsize=_REMEMBERED)
def folded(text: str) -> str:
    """Traditional characters as simplified ones, full-width digits, letters and marks as half-width ones.

    >>> folded("發布日期：２０２４－０３－２９")
    '发布日期:2024-03-29'
    """
    return _folded(text)

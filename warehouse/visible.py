"""Text of strangers as it may be shown: on a terminal, in a list of runs, in a cell.

Pages, headers, reason phrases, catalogues and file names are somebody else's. A control character in them
moves a terminal's cursor or colours it, one of direction turns a line round, half a character stops the
writing.
"""

import re

_SPACE = re.compile(r"[\t\n\r\x85\u2028\u2029]+")
UNSEEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""What acts and is not seen, between the brackets of a pattern: of Python's, and of Arrow's."""
_UNSEEN = re.compile(f"[{UNSEEN}\ud800-\udfff]")
# user:password@ of an address; a port before a path is none. Bounded, so that no text is read twice over.
_PASSWORD = re.compile(r"(://[^\s/?#@:]{0,256}):(?!\d{1,5}[/?#])[^\s]{1,256}@")
_IN_PLACE = "\N{REPLACEMENT CHARACTER}"


def has_unseen(text: str) -> bool:
    """Whether a text holds control characters, marks of direction or halves of characters."""
    return bool(_UNSEEN.search(text) or _SPACE.search(text))


def without_unseen(text: str) -> str:
    """The text without what is not seen; its spaces stay."""
    return _UNSEEN.sub("", text)


def visible_lines(text: str) -> str:
    """The text with a sign in place of each character that acts and is not seen; its lines stay.

    The password of an address is not shown either.

    >>> visible_lines("a\x1b[31mred\\nb")
    'a�[31mred\\nb'
    """
    return _without_passwords(_UNSEEN.sub(_IN_PLACE, text))


def visible(text: str, longest: int = 0) -> str:
    """The same in one line, cut after `longest` characters where that is given.

    >>> visible("金华\\n市\u202e", 3)
    '金华 …'
    >>> visible("s3://key:secret@bucket/pages")
    's3://key:***@bucket/pages'
    """
    line = visible_lines(_SPACE.sub(" ", text))
    return f"{line[:longest]}…" if longest and len(line) > longest else line


def _without_passwords(text: str) -> str:
    return _PASSWORD.sub(r"\1:***@", text) if "@" in text else text

"""Text out of bytes of unknown charset."""

import re
from dataclasses import dataclass

from warehouse.characters import count_private
from warehouse.records import Issue

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_REPLACEMENT = "\ufffd"
_WHATWG = {0xE5E5: "\u3000"}
"""GBK's A3A0, which Python reads as a private character, is a wide space (WHATWG Encoding, 10.2)."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the charset it was read in, and how many characters could not be read."""

    text: str
    charset: str
    lost: int


def decode(data: bytes) -> Decoded:
    """Decode `data` by its byte-order mark, else as strict UTF-8, else as strict GB18030.

    Where neither is strict, by the one of the two that loses fewer characters; the mark of UTF-8 is not
    believed before bytes that are not. A declared gb2312 is not
    asked: pages so declared hold characters outside it, and GB18030 contains it.
    """
    for mark, charset in _MARKS:
        if data.startswith(mark):
            if charset != "utf-8-sig":
                return _lenient(data, charset)
            # Some systems set the mark of UTF-8 before pages in GBK.
            data = data[len(mark) :]
    for charset in ("utf-8", "gb18030"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        return Decoded(_as_browsers(text, charset), charset, 0)
    return min(
        (_lenient(data, charset) for charset in ("utf-8", "gb18030")), key=lambda decoded: decoded.lost
    )


def _lenient(data: bytes, charset: str) -> Decoded:
    text = _as_browsers(data.decode(charset, "replace"), charset)
    return Decoded(text, charset, text.count(_REPLACEMENT))


def _as_browsers(text: str, charset: str) -> str:
    return text.translate(_WHATWG) if charset == "gb18030" and "\ue5e5" in text else text


def lost_characters(text: str) -> tuple[Issue, ...]:
    """One issue for all replacement and private-use characters of a document's text, at the first of them."""
    count = text.count(_REPLACEMENT) + count_private(text)
    if not count:
        return ()
    first = min(at for at in (text.find(_REPLACEMENT), _first_private(text)) if at >= 0)
    words = f"{count} unreadable characters, the first at …{text[max(0, first - 10) : first + 10]}…"
    return (Issue(first, first + 1, "lost_characters", words),)


def _first_private(text: str) -> int:
    found = _PRIVATE.search(text)
    return found.start() if found else -1

"""The text of an answer, also where it is Big5: of old sites, and of gates to traditional characters."""

import re
import unicodedata

from extract.documents.files.charset import decode

_SAYS_BIG5 = re.compile(rb"charset\s*=\s*[\"']?\s*big5", re.IGNORECASE)
_HEAD = 4096
_BIG5 = "big5hkscs"
# Characters that every page of a government has, in both forms. Big5 read as GB18030 is valid, and nonsense.
_FAMILIAR = frozenset(
    "的一年月日市縣县區区省政府法治報报告建設设情況况公開开工作人民行政度信息首頁页關于關关與与"
)
_FEW = 0.04
_ENOUGH = 2.0


def list_text(data: bytes) -> str:
    """The text of a page or a JSON answer: by mark, UTF-8 or GB18030, or Big5 where that makes more sense.

    Big5 that says it is Big5 is believed if it can be read so; else Chinese text is counted: hardly any
    familiar character as GB18030, and more than twice as many as Big5.
    """
    decoded = decode(data)
    if decoded.charset != "gb18030":
        return decoded.text
    try:
        other = data.decode(_BIG5)
    except UnicodeDecodeError:
        if not _SAYS_BIG5.search(data[:_HEAD]):
            return decoded.text
        other = data.decode(_BIG5, "replace")
    if _SAYS_BIG5.search(data[:_HEAD]) and _share(other) > _share(decoded.text):
        return other
    familiar = _share(decoded.text)
    return other if familiar < _FEW and _share(other) > _ENOUGH * familiar else decoded.text


def _share(text: str) -> float:
    """How many of the Chinese characters are familiar ones, from 0 to 1."""
    chinese = [mark for mark in text if "\u4e00" <= mark <= "\u9fff"]
    return sum(mark in _FAMILIAR for mark in chinese) / len(chinese) if chinese else 0.0


def narrow(text: str) -> str:
    """A text as patterns look for it: half-width, without spaces.

    >>> narrow("下 一 页 ＞")
    '下一页>'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())

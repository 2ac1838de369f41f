"""Labels of a page's information table and header line, in every form they are written, and their values."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.documents.heads.folding import folded
from extract.documents.heads.markers import load_markers
from warehouse.years import CENTURY, YEAR

_ALL = (*load_markers().labels, *load_markers().stops)


def _spaced(words: Iterable[str]) -> str:
    """An alternation of words, longest first, whose characters may stand apart (索 引 号)."""
    return "|".join(r"\s*".join(word) for word in sorted(words, key=len, reverse=True))


_BULLET = r"[-•·●○◆◇■□▪※★►▶>»|]"
_OPENING, _CLOSING = r"[\[【(〔〖]", r"[\]】)〕〗]"
_LONG = _spaced(label for label in _ALL if len(label) >= 4)
_SHORT = _spaced(label for label in _ALL if len(label) < 4)
_NAME = rf"(?:{_LONG}|{_SHORT})"
_DATED = _spaced(load_markers().dated)
# told first, as a try of all labels at every character costs ten times as much
_MAY_BEGIN = rf"(?={_OPENING[:-1]}{''.join(sorted({label[0] for label in _ALL}))}])"
_LABEL = re.compile(
    rf"""
    {_MAY_BEGIN}(?:
      # [ 索引号 ] 113…, 【来源】：某局
      {_OPENING}\s*(?P<bracketed>{_NAME})\s*{_CLOSING}\s*:?\s*
    # 发布日期：…; a short one (来源, 时间) only after a space, a mark or a digit
    | (?P<long>{_LONG})\s*:\s*
    | (?:^|(?<=[\s\d\[【(|,;、/])|(?<={_BULLET}))(?P<short>{_SHORT})\s*:\s*
    # 来源:某局作者:某某, behind another label
    | (?P<glued>{_SHORT})\s*:\s*
    # 发布于 2018-03-30
    | (?P<dated>{_DATED})\s*(?={YEAR}|{CENTURY})
    )""",
    re.VERBOSE,
)
_LONG_SPACED = _spaced(label for label in _ALL if len(label) >= 3)
# 索引号 113… 发布机构 某局, no colons at all; only where the piece begins so.
_APART = re.compile(rf"(?:^|(?<=\s))(?P<apart>{_LONG_SPACED})\s+")
_BARE = re.compile(rf"(?:{_BULLET}\s*)*(?P<name>{_NAME})")
_ALONE = re.compile(r"[^。；，,;]{1,12}:")
_LEAD = re.compile(rf"(?:{_BULLET}\s*)*")
# What follows a value without a label of its own: 【字体：…, 阅读 88 次, 分享到. No bracket round a year.
_TAIL = re.compile(
    r"\s*(?:[【\[(〔|](?!\s*(?:19|20)\d\d)|(?:字体|字号|分享|打印|阅读|浏览|点击|访问|收藏)).*$"
)
# 1. 索引号：… 2. 文号：…
_NEXT_NUMBER = re.compile(r"\s+\d{1,2}[.、．]\s*$")
_EDGES = " |｜,，;；-–—•·●○◆◇■□▪※"
_OPENED, _CLOSERS = re.compile("[(（\\[［【〔]"), ")）]］】〕"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label's name and the value behind it, as printed; "" where nothing is."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a page: the words before its first label, and its labels."""

    lead: str
    labels: tuple[Labelled, ...]


def read_piece(piece: str, following: str = "") -> Piece:
    """The labels of one cell or line. A label that stands alone has the piece `following` as its value.

    >>> read_piece("- 索引号：113/2018 - [发布机构] 市司法局").labels
    (Labelled(name='索引号', value='113/2018'), Labelled(name='发布机构', value='市司法局'))
    """
    plain = folded(piece)
    if alone := _BARE.fullmatch(plain):
        return Piece("", (Labelled(_name(alone["name"]), "" if is_label(following) else following),))
    matches = _matches(plain)
    if not matches:
        return Piece(piece, ())
    labels = []
    for number, match in enumerate(matches):
        is_last = number + 1 == len(matches)
        end = len(piece) if is_last else matches[number + 1].start()
        value = _value(piece, plain, match.end(), end)
        if not value and is_last and match.end() == len(piece) and not is_label(following):
            value = following
        labels.append(Labelled(_name(match[match.lastgroup or 0]), value))
    return Piece(piece[: matches[0].start()], tuple(labels))


def _matches(plain: str) -> Sequence[re.Match[str]]:
    if _APART.match(plain):
        return list(_APART.finditer(plain))
    return list(_in_line(plain))


def _in_line(plain: str) -> Iterator[re.Match[str]]:
    """A line's labels; a short one glued to the words before it only behind another label."""
    is_behind = False
    for match in _LABEL.finditer(plain):
        if match.lastgroup != "glued" or is_behind:
            is_behind = True
            yield match


def _value(piece: str, plain: str, start: int, end: int) -> str:
    tail = _TAIL.search(plain[start:end])
    value = piece[start : start + tail.start() if tail else end]
    value = _NEXT_NUMBER.sub("", value).strip(_EDGES)
    return value if _OPENED.search(value) else value.rstrip(_CLOSERS)


def _name(label: str) -> str:
    return re.sub(r"\s", "", label)


def is_label(piece: str) -> bool:
    """Whether a piece is no value but a label, known or not: 内容概述：, 索 引 号."""
    plain = folded(piece)
    return bool(_ALONE.fullmatch(plain) or _BARE.fullmatch(plain) or _begins(plain))


def is_label_line(line: str) -> bool:
    """A row or line of an information table: it begins with one of its labels."""
    return len(line) <= 300 and "。" not in line and _begins(folded(line))


def _begins(plain: str) -> bool:
    lead = _LEAD.match(plain)
    match = _LABEL.match(plain, lead.end() if lead else 0)
    return (match is not None and match.lastgroup != "glued") or _APART.match(plain) is not None

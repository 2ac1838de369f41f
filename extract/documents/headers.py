"""What a page says of its article outside the article: information table, header line, meta elements."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extract.documents.markers import load_markers
from warehouse.characters import simplified

_LABELS: Mapping[str, str] = load_markers().labels
_STOPS = load_markers().stops


def _spaced(words: Iterable[str]) -> str:
    """An alternation of words, longest first, whose characters may stand apart (索 引 号)."""
    return "|".join(r"\s*".join(word) for word in sorted(words, key=len, reverse=True))


_LONG = [label for label in (*_LABELS, *_STOPS) if len(label) >= 4]
_SHORT = [label for label in (*_LABELS, *_STOPS) if len(label) < 4]
# A long label is one wherever it stands; a short one (来源, 时间) only after a space, a bracket or a date.
_LABEL = re.compile(
    rf"(?P<name>(?:{_spaced(_LONG)})|(?:^|(?<=[\s\d【\[（(|]))(?:{_spaced(_SHORT)}))\s*[:：]\s*"
)
_BARE_LABEL = re.compile(rf"(?P<name>{_spaced([*_LABELS, *_STOPS])})")
_BRACKETED_LABEL = re.compile(rf"[\[【]\s*({_spaced([*_LABELS, *_STOPS])})\s*[\]】]\s*[:：]?\s*")
_LABEL_ALONE = re.compile(r"[^。；，]{1,12}[:：]")
# What follows a value without a label of its own: 【字体：…, 阅读 88 次, 分享到, 浏览.
_TAIL = re.compile(r"\s*(?:[【\[（(|]|(?:字体|字号|分享|打印|阅读|浏览|点击|访问)).*$")
_DATE = re.compile(r"(?P<year>20\d\d|19\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})日?")
_TIME = re.compile(r"\s*(?:[T\s]\s*\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{1,2}秒?|分)?)?")
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[（(【]\s*20\d\d\s*[〕\]）)】]\s*第?\s*\d{1,4}\s*号")
_INDEX_NUMBER = re.compile(r"[0-9A-Z]{8,20}[/-][\d/-]*")
_HEADER = re.compile(
    r"(?:浏览次数|访问量|点击数|点击率|阅读次数|字体|字号|分享到|发布日期|发布时间|来源|信息来源|发布人)\s*[:：]|【字体"
)
_CRUMB = re.compile(r"^(?:您?当前(?:所在)?(?:的)?位置|您(?:现)?在的位置|首页\s*[>＞»]|位置\s*[:：])")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was said of the article, each the first non-empty mention; None where nothing was."""

    index_number: str | None = None
    publisher: str | None = None
    posted_by: str | None = None
    source: str | None = None
    document_number: str | None = None
    published: date | None = None
    issued: date | None = None
    bare_date: date | None = None
    title: str | None = None


def facts_of(pieces: Sequence[str]) -> Facts:
    """Read labels and their values out of a page's pieces of text (cells, lines) outside the article.

    A value stands behind its label (索引号：113…), or is the next piece where the label stands alone.
    """
    found: dict[str, str] = {}
    bare: date | None = None
    for position, piece in enumerate(pieces):
        following = pieces[position + 1] if position + 1 < len(pieces) else ""
        for name, value in _labelled(piece, following):
            field = _LABELS.get(name)
            if field and value and (field not in found):
                found[field] = value
        bare = bare or _bare_date(piece)
    return _facts(found, bare)


def with_colons(piece: str) -> str:
    """Labels in brackets written as others are.

    >>> with_colons("[ 发布机构 ] 璧山区政府 [ 发布日期 ] 2022-03-25")
    '发布机构：璧山区政府 发布日期：2022-03-25'
    """
    folded, written, position = simplified(piece), "", 0
    for label in _BRACKETED_LABEL.finditer(folded):
        written += f"{piece[position : label.start()]}{label[1]}："
        position = label.end()
    return written + piece[position:]


def _labelled(piece: str, following: str) -> Iterable[tuple[str, str]]:
    folded = simplified(piece)
    if (alone := _BARE_LABEL.fullmatch(folded)) and not _is_label(following):
        yield _name(alone), following
        return
    matches = list(_LABEL.finditer(folded))
    for number, match in enumerate(matches):
        last = number + 1 == len(matches)
        end = len(piece) if last else matches[number + 1].start()
        tail = _TAIL.search(folded[match.end() : end])
        value = piece[match.end() : match.end() + tail.start() if tail else end].strip(" |｜").rstrip("】]")
        if not value and last and match.end() == len(piece) and not _is_label(following):
            value = following
        yield _name(match), value


def _name(match: re.Match[str]) -> str:
    return re.sub(r"\s", "", match["name"])


def _is_label(piece: str) -> bool:
    folded = simplified(piece)
    return bool(_LABEL_ALONE.fullmatch(folded) or _BARE_LABEL.fullmatch(folded) or _LABEL.match(folded))


def _facts(found: Mapping[str, str], bare: date | None) -> Facts:
    number = found.get("document_number", "")
    return Facts(
        index_number=_code(found.get("index_number")),
        publisher=_body_name(found.get("publisher")),
        posted_by=_body_name(found.get("posted_by")) or _office(found.get("author")),
        source=_body_name(found.get("source")),
        document_number=number if re.search(r"\d", number) and len(number) < 60 else None,
        published=date_in(found.get("published", "")),
        issued=date_in(found.get("issued", "")),
        bare_date=bare,
        title=found.get("title"),
    )


def _code(value: str | None) -> str | None:
    return value if value and re.match(r"[^:：]*\d[^:：]*$", value) and len(value) < 60 else None


def _body_name(value: str | None) -> str | None:
    """The name of a body: the first word, for what follows it on a header line is something else."""
    words = (value or "").split()
    return words[0] if words and re.search("[\u4e00-\u9fff]", words[0]) and len(words[0]) < 40 else None


def _office(value: str | None) -> str | None:
    """The author, if it is a body and not a person."""
    name = _body_name(value)
    return name if name and re.search("[局办委府厅室网心院部会处科组队所司]$", simplified(name)) else None


def _bare_date(piece: str) -> date | None:
    """A date that is a piece of its own, or stands on a header line; 今天是2016年3月1日 is none."""
    match = _DATE.search(piece)
    if not match:
        return None
    rest = piece[_end_of_time(piece, match.end()) :]
    alone = match.start() == 0 and not rest.strip()
    return _date(match) if alone or (len(piece) < 120 and _HEADER.search(simplified(rest))) else None


def _end_of_time(piece: str, position: int) -> int:
    match = _TIME.match(simplified(piece), position)
    return match.end() if match else position


def is_code(piece: str) -> bool:
    """Whether a piece is an index number without its label, or its beginning: 11500112009325126N/2022-."""
    return bool(_INDEX_NUMBER.fullmatch(piece))


def code_in(pieces: Sequence[str]) -> str | None:
    """The first index number that stands without its label, also where it is broken at its hyphen."""
    for number, piece in enumerate(pieces):
        if is_code(piece):
            # The labels of the row, set in the middle of its height, may stand between the two.
            rest = next(filter(str.isdecimal, pieces[number + 1 : number + 6]), "")
            return piece if not piece.endswith("-") else (piece + rest if rest else None)
    return None


def date_in(text: str) -> date | None:
    """The first date in `text` (2018-03-30 14:41, 2018年3月30日, 2018/3/30), or None."""
    match = _DATE.search(text)
    return _date(match) if match else None


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def document_number_in(line: str) -> str | None:
    """The document number that a line is (金政发〔2018〕12号), or None."""
    return line if _DOCUMENT_NUMBER.fullmatch(simplified(line)) else None


def is_header_line(line: str) -> bool:
    """A line that says date, source, counter or font size of an article, or where in the site it stands."""
    if len(line) > 200 or "。" in line:
        return False
    folded = simplified(line)
    if _HEADER.search(folded) or _CRUMB.match(folded):
        return True
    return _bare_date(line) is not None


def is_label_line(line: str) -> bool:
    """A row or line of an information table: it begins with one of its labels."""
    return len(line) <= 300 and "。" not in line and bool(_LABEL.match(simplified(line)))

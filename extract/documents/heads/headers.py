"""What a page says of its article outside the article: information table, header line, meta elements."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extract.documents.heads.dates import Printed, date_in, dates_in
from extract.documents.heads.document_numbers import document_number_of
from extract.documents.heads.folding import folded
from extract.documents.heads.labels import Labelled, read_piece
from extract.documents.heads.markers import load_markers

_LABELS: Mapping[str, str] = load_markers().labels
_INDEX_NUMBER = re.compile(r"[0-9A-Z]{8,20}[/-][\d/-]*")
_HEADER = re.compile(
    r"(?=[浏访点阅字分发更来信责作【])(?:"  # what each begins with, told first: a tenth as dear
    r"(?:浏览次数|访问量|点击数|点击率|阅读次数|字体|字号|分享到|发布日期|发布时间|更新时间|更新日期"
    r"|来源|信息来源|发布人|责任编辑|作者)\s*:|【字体)"
)
_CRUMB = re.compile(
    r"^(?:您?当前(?:所在)?(?:的)?(?:位置|页面)|您?(?:现)?(?:所)?在的?位置|首页\s*[>»/]|位置\s*:|返回顶部$)"
)
_CLOCK = re.compile("今天是|现在是|当前时间|北京时间|欢迎")
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天].*|农历.*")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was said of the article, each the first non-empty mention; None where nothing was.

    `published` is labelled so, or stands on the header line beside source or counter; `bare_date` is of a
    last change, or a date alone.
    """

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
    header: date | None = None
    alone: date | None = None
    for position, piece in enumerate(pieces):
        following = pieces[position + 1] if position + 1 < len(pieces) else ""
        for label in read_piece(piece, following).labels:
            field = _LABELS.get(label.name)
            if field and label.value and (field not in found):
                found[field] = label.value
        header = header or _header_date(piece)
        if not alone and not _is_clock(pieces, position):
            alone = _date_alone(piece)
    return _facts(found, header, alone)


def _facts(found: Mapping[str, str], header: date | None, alone: date | None) -> Facts:
    return Facts(
        index_number=_code(found.get("index_number")),
        publisher=_body_name(found.get("publisher")),
        posted_by=_body_name(found.get("posted_by")) or _office(found.get("author")),
        source=_body_name(found.get("source")),
        document_number=_number(found.get("document_number", "")),
        published=date_in(found.get("published", "")) or header,
        issued=date_in(found.get("issued", "")),
        bare_date=date_in(found.get("updated", "")) or alone,
        title=found.get("title"),
    )


def _code(value: str | None) -> str | None:
    return value if value and re.match(r"[^:：]*\d[^:：]*$", value) and len(value) < 60 else None


def _number(value: str) -> str | None:
    """The document number as the standard writes it; one of another form (第12号令) as printed."""
    if number := document_number_of(value):
        return number
    return value if re.search(r"\d", value) and len(value) < 60 else None


def _body_name(value: str | None) -> str | None:
    """The name of a body: the first word, for what follows it on a header line is something else."""
    value = value or ""
    printed = next(dates_in(value), None)
    words = (value[: printed.start] if printed else value).split()
    return words[0] if words and re.search("[\u4e00-\u9fff]", words[0]) and len(words[0]) < 40 else None


def _office(value: str | None) -> str | None:
    """The author, if it is a body and not a person."""
    name = _body_name(value)
    return name if name and re.search("[局办委府厅室网心院部会处科组队所司]$", folded(name)) else None


def _header_date(piece: str) -> date | None:
    """The date of a header line: before its first label, or behind source, author or counter."""
    if len(piece) >= 200 or "。" in piece or _CLOCK.search(folded(piece)):
        return None
    read = read_piece(piece)
    if not read.labels or not _HEADER.search(folded(piece)):
        return None
    lead = next(dates_in(read.lead), None)
    if lead and not _WEEKDAY.sub("", read.lead[lead.end :]).strip(" |[【(（"):
        return lead.value
    return next((found for label in read.labels if (found := _date_beside(label))), None)


def _date_beside(label: Labelled) -> date | None:
    """A date that follows the value of a label of something else (来源：某局 2018-03-30)."""
    field = _LABELS.get(label.name)
    return date_in(label.value) if field in ("source", "author", "posted_by", "publisher") else None


def _date_alone(piece: str) -> date | None:
    """A date that is a piece of its own, with or without a time of day; 今天是2016年3月1日 is none."""
    printed = next(dates_in(piece), None)
    return printed.value if printed and _is_alone(printed, piece) else None


def _is_alone(printed: Printed, piece: str) -> bool:
    return not (piece[: printed.start] + piece[printed.end :]).strip(" -•·●◆■※[]【】()（）")


def _is_clock(pieces: Sequence[str], position: int) -> bool:
    """Whether a date is what day it is: a weekday stands behind it, a greeting before."""
    before = folded(pieces[position - 1]) if position else ""
    following = folded(pieces[position + 1]) if position + 1 < len(pieces) else ""
    return bool(_CLOCK.search(before[-12:]) or _WEEKDAY.fullmatch(following))


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


def is_header_line(line: str) -> bool:
    """A line that says date, source, counter or font size of an article, or where in the site it stands."""
    if len(line) > 200 or "。" in line:
        return False
    if is_labelled_header(line) or _CRUMB.match(folded(line)):
        return True
    return _date_alone(line) is not None


def is_labelled_header(line: str) -> bool:
    """The same for a line that says it by a label (发布时间：2018-03-30 来源：市司法局)."""
    return len(line) <= 200 and "。" not in line and _HEADER.search(folded(line)) is not None

"""Lists as rows of values, out of JSON, scripts or feeds: which value is the title, the address, the date.

The names that programs give them are known for many (`warehouse/wording/lists.toml`); for the others the
values decide: an address looks like one, a title is Chinese, a date can be read as one.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import quote

from extract.file_endings import DOCUMENT, PAGE
from extract.listings.entries import Listed, absolute, date_of
from warehouse.vocabulary import load_wording

Row = Mapping[str, Any]

_NAMES = load_wording("lists")["rows"]
_NOT_TITLE = frozenset(_NAMES["not_title"])
_TAG = re.compile(r"<[^<>]*>")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ADDRESS = re.compile(
    r"(?:https?:)?//\S+|\.{0,2}/[\w.~%#?=&/@:+;,()-]+"
    rf"|[\w.~%/-]+\.(?:{PAGE}|do|{DOCUMENT})(?:[?#]\S*)?",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|ico|css|js)(?:$|[?#])", re.IGNORECASE)
_PACKED = re.compile(r"(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?:\d{6})?")
_CHINA = timezone(timedelta(hours=8))
_MILLISECONDS = 100_000_000_000
_EARLIEST = 631_152_000
"""Seconds of the first day of 1990: a smaller number is a count."""
_LONGEST_NUMBER = 14
_LONGEST_TITLE = 200
_MOST_VALUES = 300_000


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of rows as an answer holds it, and how many entries and pages the answer says there are."""

    rows: tuple[Row, ...]
    total: int = 0
    pages: int = 0


def row_lists(answer: Any) -> Iterator[Rows]:
    """Every list of rows in an answer, wherever it stands, the outer ones first.

    What stands beside a list or round it says how many entries and pages there are.
    """
    waiting: deque[tuple[Any, tuple[Row, ...]]] = deque([(answer, ())])
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        value, around = waiting.popleft()
        if isinstance(value, list):
            rows = tuple(_flat(row) for row in value if isinstance(row, dict))
            if rows:
                yield Rows(rows, _counted(around, _NAMES["total"]), _counted(around, _NAMES["pages"]))
            waiting += [(inner, ()) for inner in value if isinstance(inner, list | dict)]
        elif isinstance(value, dict):
            inner_around = (value, *around)[:4]
            waiting += [(inner, inner_around) for inner in value.values() if isinstance(inner, list | dict)]


def entry_of(row: Row, page: str, articles: Sequence[str] = ()) -> Listed | None:
    """The entry that a row is; None where no title or no address is found in it.

    The address of a row that has none is the first of `articles` whose value the row has: /show?id={id}.
    """
    named = {str(name).lower(): _text(value) for name, value in row.items()}
    link = _first(named, _NAMES["address"], _is_address) or _by_shape(named, _is_address)
    link = link or next((filled for one in articles if (filled := _filled(one, named))), "")
    title = _title(named)
    address = absolute(page, unescape(link)) if link else ""
    return Listed(title, address, _row_date(row)) if title and address else None


def _filled(article: str, named: Mapping[str, str]) -> str:
    before, _, behind = article.partition("{")
    name, _, after = behind.partition("}")
    value = named.get(name.lower(), "")
    return f"{before}{quote(value)}{after}" if value else ""


def day_of(value: object) -> date | None:
    """A date out of words, digits (20210330), a feed's time, seconds or milliseconds since 1970 in China."""
    number = _number(value)
    if isinstance(value, str) and (packed := _PACKED.fullmatch(value.strip())):
        return date_of(f"{packed['year']}-{packed['month']}-{packed['day']}")
    if number >= _EARLIEST:
        seconds = number / 1000 if number > _MILLISECONDS else number
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(_CHINA).date()
    if not isinstance(value, str):
        return None
    return date_of(value) or _feed_day(value)


def clean(text: str) -> str:
    r"""A title out of a row's value: without tags, entities, NUL and halves of characters, in one line.

    >>> clean("<em>法治政府</em>&ldquo;年度&amp;rdquo;\u0000")
    '法治政府“年度”'
    """
    whole = text.replace("\0", "").encode("utf-8", "replace").decode()
    return " ".join(unescape(unescape(_TAG.sub("", unescape(whole)))).split())


def _flat(row: Mapping[str, Any]) -> Row:
    """A row with the plain values of the objects in it: {"doc": {"title": …}, "id": 1}."""
    inner = [value for value in row.values() if isinstance(value, dict)]
    flat: dict[str, Any] = {}
    for values in (*inner, row):
        flat |= {str(name): value for name, value in values.items() if not isinstance(value, dict | list)}
    return flat


def _counted(around: tuple[Row, ...], names: list[str]) -> int:
    for values in around:
        small = {str(name).lower(): value for name, value in values.items()}
        if found := next((number for name in names if (number := _number(small.get(name)))), 0):
            return found
    return 0


def _title(named: Mapping[str, str]) -> str:
    """The title, and of one that was cut short the whole one beside it."""
    found = _first(named, _NAMES["title"], _is_title) or _by_shape(named, _is_title)
    title = clean(found)
    short = title.rstrip(".…·")
    whole = [clean(value) for name, value in named.items() if name not in _NOT_TITLE and short in value]
    return max((one for one in whole if len(one) <= _LONGEST_TITLE), key=len, default=title) if short else ""


def _first(named: Mapping[str, str], names: list[str], fits: Any) -> str:
    return next((named[name] for name in names if name in named and fits(named[name])), "")


def _by_shape(named: Mapping[str, str], fits: Any) -> str:
    values = [value for name, value in named.items() if name not in _NOT_TITLE and fits(value)]
    return max(values, key=len, default="")


def _is_title(value: str) -> bool:
    return 2 < len(value) < 2 * _LONGEST_TITLE and bool(_CHINESE.search(value)) and not _is_address(value)


def _is_address(value: str) -> bool:
    return bool(_ADDRESS.fullmatch(value.strip())) and not _PICTURE.search(value)


def _row_date(row: Row) -> date | None:
    small = {str(name).lower(): value for name, value in row.items()}
    named = (day_of(small[name]) for name in _NAMES["date"] if small.get(name))
    found = next((day for day in named if day), None)
    return found or next(
        (day for value in row.values() if isinstance(value, str) and (day := _short_day(value))), None
    )


def _short_day(value: str) -> date | None:
    return date_of(value) if len(value) <= 25 and not _is_address(value) else None


def _feed_day(value: str) -> date | None:
    """The day of a feed's time, Tue, 30 Mar 2021 09:00:00 +0800."""
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _text(value: object) -> str:
    return value.replace("\0", "").encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _number(value: object) -> int:
    """A whole number up to a day in the year 5138 in milliseconds; 0 for anything else."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0

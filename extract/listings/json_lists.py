"""JSON lists: of gkmlpt `{"articles": […], "total": n}`, of 开普 `{"data": {"results": […], "total": n}}`."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extract.documents.charset import decode
from extract.listings.entries import Listed, ListPage, absolute, date_of
from warehouse.errors import UnreadableError

_TITLES = ("title", "subTitle", "name")
_ADDRESSES = ("post_url", "url", "link", "docpuburl")
_DATES = (
    "publishedTimeStr",
    "display_publish_time",
    "first_publish_time",
    "publish_time",
    "date",
    "created_at",
)
_PAGES = ("page", "pageNo", "pageNum", "_pageNo")
_TAG = re.compile(r"<[^<>]*>")
_CHINA = timezone(timedelta(hours=8))
_MILLISECONDS = 100_000_000_000
_LONGEST = 14


def read_json_list(data: bytes, url: str) -> ListPage:
    """The articles of a JSON list with absolute addresses, and the next page while there are more.

    The next page is the same address with its page number one higher; a list whose address has none is one
    page. Raises UnreadableError (not_a_list) where there is no list of articles.
    """
    try:
        rows, total = _rows(json.loads(decode(data).text))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"is no JSON: {error}", url, "look at the address", "not_a_list") from error
    if rows is None:
        raise UnreadableError("has no list of articles", url, "look at the address", "not_a_list")
    entries = tuple(entry for row in rows if (entry := _entry(row, url)))
    return ListPage(entries, tuple(_following(url, len(rows), total)))


def _rows(answer: Any) -> tuple[list[Mapping[str, Any]] | None, int]:
    """The list of articles wherever it stands, and the total that stands beside it."""
    if isinstance(answer, list):
        return ([row for row in answer if isinstance(row, dict)], 0)
    if not isinstance(answer, dict):
        return None, 0
    for name in ("articles", "results", "list", "rows", "records"):
        if isinstance(answer.get(name), list):
            return [row for row in answer[name] if isinstance(row, dict)], _number(answer.get("total"))
    for name in ("data", "results", "result"):
        if isinstance(answer.get(name), dict | list):
            return _rows(answer[name])
    return None, 0


def _entry(row: Mapping[str, Any], url: str) -> Listed | None:
    title = _TAG.sub("", _first(row, _TITLES))
    address = absolute(url, _first(row, _ADDRESSES)) if _first(row, _ADDRESSES) else ""
    if not title or not address:
        return None
    dates = (_date(row[name]) for name in _DATES if row.get(name))
    return Listed(" ".join(title.split()), address, next((day for day in dates if day), None))


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := _text(row.get(name)))), "")


def _text(value: object) -> str:
    """A text without NUL and half characters, which JSON can write and no table can hold."""
    return value.replace("\0", "").encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _date(value: object) -> date | None:
    """A date out of words, or out of seconds or milliseconds since 1970, as of China's day."""
    number = _number(value)
    if not number:
        return date_of(value) if isinstance(value, str) else None
    seconds = number / 1000 if number > _MILLISECONDS else number
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(_CHINA).date()


def _number(value: object) -> int:
    """A whole number up to a day in the year 5138 in milliseconds; 0 for anything else."""
    text = str(value) if isinstance(value, int | str) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST else 0


def _following(url: str, count: int, total: int) -> Iterator[str]:
    """gkmlpt gives a hundred a page whatever is asked, so full pages are counted by what came."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    name = next((name for name in _PAGES if query.get(name, "").isdecimal()), "")
    if not name or not count or _number(query[name]) * count >= total:
        return
    query[name] = str(int(query[name]) + 1)
    yield urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))

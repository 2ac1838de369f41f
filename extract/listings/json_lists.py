"""JSON lists: rows of any names, HTML in a string, records of 大汉; bare, or in a call (JSONP)."""

import json
import re
from typing import Any

from extract.listings.entries import Ask, ListPage, Trouble
from extract.listings.hanweb import following_records, next_of_unit, read_records
from extract.listings.literals import literal
from extract.listings.paging import next_by_number
from extract.listings.rows import Rows, entry_of, row_lists
from extract.listings.scripts import strings_of
from extract.listings.static import one_each, read_fragment, read_links
from warehouse.errors import UnreadableError

_CALLED = re.compile(
    r"(?:/\*.{0,100}?\*/)?\s*(?:(?:var|let|const)\s+)?[\w$.]{1,80}\s*(?:\(|=)\s*(?=[\[{])", re.DOTALL
)
_JSON = re.compile(r"\s*[\[{]")
_MOST_KEYS = 8


def is_json(text: str) -> bool:
    """Whether a text is JSON or a call with it: {…}, […], callback({…}), var list = […]."""
    head = text[:300]
    return bool(_JSON.match(head) or _CALLED.match(head))


def read_json(text: str, asked: Ask) -> ListPage:
    """The articles of a JSON answer, and the next page where it was asked for by number.

    Raises UnreadableError not_a_list where there is neither a list nor HTML in it.
    """
    answer, is_called = _answer(text, asked.url)
    html = "".join(strings_of(answer))
    if html:
        return _of_html(html, answer, asked)
    lists = list(row_lists(answer))
    best = max(
        lists,
        key=lambda rows: sum(entry_of(row, asked.url, asked.articles) is not None for row in rows.rows),
        default=None,
    )
    if best is None:
        if _has_empty_list(answer):
            return ListPage((), kind="json")
        raise UnreadableError("has no list of articles", asked.url, "look at the address", "not_a_list")
    entries = one_each(entry for row in best.rows if (entry := entry_of(row, asked.url, asked.articles)))
    further = next_by_number(asked, len(best.rows)) if entries else None
    troubles = () if entries else (_unknown_rows(best),)
    following = (further,) if further else ()
    kind = "jsonp" if is_called else "json"
    return ListPage(entries, following, kind, best.total, best.pages, troubles, len(best.rows))


def _answer(text: str, url: str) -> tuple[Any, bool]:
    """The value that an answer is, and whether it stands in a call."""
    called = _CALLED.match(text)
    start = called.end() if called and not _JSON.match(text) else 0
    try:
        return (json.loads(text) if not start else literal(text, start)), bool(start)
    except (ValueError, RecursionError) as error:
        try:
            return literal(text.lstrip("\ufeff \t\r\n")), bool(start)
        except ValueError:
            raise UnreadableError(f"is no JSON: {error}", url, "look at the address", "not_a_list") from error


def _of_html(html: str, answer: Any, asked: Ask) -> ListPage:
    """A list whose rows the server has put into HTML: of jpaas, or of the plug-in jpage."""
    if "<record>" in html:
        following, total = following_records(html, asked)
        return ListPage(read_records(html, asked.url), following, "hanweb", total)
    following, total = next_of_unit(html, asked.url)
    page = read_links(html, asked.url)
    entries = one_each((*page.entries, *read_fragment(html, asked.url)))
    counted = next((rows for rows in row_lists([answer]) if rows.total), Rows(()))
    further = next_by_number(asked, 0) if not following and entries else None
    asks = following or page.following or ((further,) if further else ())
    kind = "jpaas" if asked.url.partition("?")[0].endswith("/build/unit") else "json"
    return ListPage(entries, asks, kind, total or page.total or counted.total, page.pages)


def _unknown_rows(rows: Rows) -> Trouble:
    keys = sorted({str(key) for row in rows.rows[:3] for key in row})
    named = ", ".join(keys[:_MOST_KEYS]) + (" …" if len(keys) > _MOST_KEYS else "")
    return Trouble(
        "unknown_rows", f"{len(rows.rows)} rows, none with a title and an address that is known: {named}"
    )


def _has_empty_list(answer: Any) -> bool:
    waiting = [answer]
    while waiting:
        value = waiting.pop()
        if value == []:
            return True
        waiting += (
            list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        )
    return False

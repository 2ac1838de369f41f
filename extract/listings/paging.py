"""The page after one that was asked for by number: in its query, or in the form that was posted."""

import json
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from extract.listings.entries import Ask, with_query
from warehouse.vocabulary import load_wording

_NAMES = load_wording("lists")["pages"]
_NUMBERS, _OFFSETS, _SIZES = (_NAMES[name] for name in ("number", "offset", "size"))
_LONGEST = 9


def next_by_number(ask: Ask, count: int) -> Ask | None:
    """The question for the page after `ask`, whose answer had `count` rows; None where it names no page.

    A number of a page grows by one, an offset (start=20&limit=20) by the page's size; the same in a form,
    in a JSON body, and in the JSON of a `paramJson`.

    >>> next_by_number(Ask("http://a.gov.cn/api?page=1&sid=7"), 100).url
    'http://a.gov.cn/api?page=2&sid=7'
    """
    if ask.form:
        form = _next_form(ask.form, count)
        return replace(ask, form=form, is_guess=True, instead=None) if form else None
    query = dict(parse_qsl(urlsplit(ask.url).query, keep_blank_values=True))
    changes = _next(query, count)
    return replace(ask, url=with_query(ask.url, changes), is_guess=True, instead=None) if changes else None


def with_page(fields: Mapping[str, str], number: int) -> dict[str, str] | None:
    """A form's fields with the number of a page in the field for it; None where there is none."""
    name = _known(fields, _NUMBERS)
    return {**fields, name: str(number)} if name else None


def is_page_name(name: str) -> bool:
    """Whether a field or a variable of that name holds the number of a page."""
    return name.lower() in _NUMBERS


def is_size_name(name: str) -> bool:
    """Whether a field or a variable of that name holds how many entries a page has."""
    return name.lower() in _SIZES


def _next_form(form: str, count: int) -> str:
    if form.startswith("{"):
        return _next_json(form, count)
    fields = dict(parse_qsl(form, keep_blank_values=True))
    changes = _next(fields, count)
    return urlencode(fields | changes) if changes else ""


def _next_json(text: str, count: int) -> str:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(values, dict):
        return ""
    plain = {name: str(value) for name, value in values.items() if isinstance(value, int | str)}
    changes = _next(plain, count)
    typed = {name: type(values[name])(value) for name, value in changes.items()}
    return json.dumps(values | typed, ensure_ascii=False) if changes else ""


def _next(fields: Mapping[str, str], count: int) -> dict[str, str]:
    """What changes in the fields for the next page; nothing where they name no page."""
    if inner := fields.get("paramJson"):
        following = _next_json(inner, count)
        return {"paramJson": following} if following else {}
    if name := _known(fields, _NUMBERS):
        return {name: str(int(fields[name]) + 1)}
    start, size = _known(fields, _OFFSETS), _known(fields, _SIZES)
    step = int(fields[size]) if size else count
    return {start: str(int(fields[start]) + step)} if start and step else {}


def _known(fields: Mapping[str, str], names: list[str]) -> str:
    small = {name.lower(): name for name in reversed(list(fields))}
    found = (small[name] for name in names if name in small)
    return next((name for name in found if fields[name].isdecimal() and len(fields[name]) <= _LONGEST), "")

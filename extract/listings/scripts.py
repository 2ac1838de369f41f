"""What the scripts of a page hold: a list written down in them, or the questions by which they get one."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from extract.listings.entries import Ask, Listed, absolute, host_of, with_query
from extract.listings.literals import literal, literals
from extract.listings.paging import is_page_name, is_size_name
from extract.listings.rows import entry_of, row_lists
from extract.listings.static import read_fragment
from warehouse.vocabulary import load_wording

_SCRIPT = re.compile(
    r"<script\b(?P<marks>[^<>]*)>(?P<script>.*?)(?:</script\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_NO_SCRIPT = re.compile(
    r"\btype\s*=\s*['\"]?(?:text/(?:html|template|x-)|application/ld\+json)", re.IGNORECASE
)
_LINK = re.compile(r"<a\b[^<>]{0,1000}href", re.IGNORECASE)
_OTHER = re.compile(load_wording("lists")["scripts"]["other"], re.IGNORECASE)
# $.get("…", {…}), axios.post('…'), fetch("…"), $.getJSON(…), xhr.open("GET", "…")
_CALL = re.compile(
    r"(?:\.(?P<name>getJSON|get|post|load|request|jsonp)|\b(?P<fetch>fetch)|\.open)\s*\(\s*"
    r"(?:['\"](?P<verb>GET|POST)['\"]\s*,\s*)?(?P<address>[^,(){};]{1,300}?)\s*(?P<further>[,)])"
)
_AJAX = re.compile(r"(?:\.ajax|\baxios|\brequest|\bajax)\s*\(\s*\{(?=(?P<options>.{1,2000}))", re.DOTALL)
_OPTION = re.compile(r"\b(?P<name>url|type|method|data|params)\s*:\s*", re.IGNORECASE)
_INNER = re.compile(r"\{[^{}]*\}")
_ASSIGNED = re.compile(
    r"\b(?:var|let|const)?\s*(?P<name>[A-Za-z_$][\w$]*)\s*=\s*(?P<value>['\"][^'\"\n]{0,200}['\"]|\d{1,9})\s*[;,\n]"
)
_TERM = re.compile(r"\s*(?:['\"`](?P<text>[^'\"`]*)['\"`]|(?P<name>[\w$.]+))\s*(?:\+|$)")
_PAIR = re.compile(r"['\"]?(?P<name>[\w$.-]+)['\"]?\s*:\s*(?P<value>['\"][^'\"]*['\"]|[\w$.]+)\s*(?:,|$)")
# "<a href='/show.html?id=" + row.id + "'>", `/detail/${item.infoId}.html`
_ARTICLE = re.compile(
    r"(?<![\w/.:~&=?-])(?P<before>[\w/.:~&=?-]{1,200}(?<=[/=]))\\?"
    r"(?:['\"]\s{0,9}\+\s{0,9}(?:encodeURIComponent\()?(?P<name>[\w$.\[\]]{1,80})\)?"
    r"\s{0,9}(?:\+\s{0,9}['\"](?P<after>[\w./&=?-]{0,80}))?"
    r"|\$\{(?P<inner>[\w$.\[\] ]{1,80})\}(?P<behind>[\w./&=?-]{0,80}))"
)
_IDENTITY = re.compile(r"(?:id|guid|uuid|code|key|no)$", re.IGNORECASE)
_SHOWS = re.compile(r"art|detail|content|info|show|view|news|\.\w*html?\b", re.IGNORECASE)
# fetch("…", {body: JSON.stringify({…})})
_BODY = re.compile(r"\b(?:body|data)\s*:\s*JSON\.stringify\(\s*(?=\{)")
_KNOWN_PAGE, _KNOWN_SIZE = "1", "50"
_MOST_CALLS = 60
_MOST_ENDPOINTS = 4
_MOST_ARTICLES = 6
# gkmlpt: /gkmlpt/index#1234 with SID: '755001' in the page asks /gkmlpt/api/all/1234?page=1&sid=755001
_SID = re.compile(r"\bSID['\"]?\s*[:=]\s*['\"]?(\d{1,9})")
_GKMLPT = re.compile(
    r"^(?P<root>https?://.*?/gkmlpt)/(?:index|policy|guide|annals)?[^#]*#(?P<column>\d{1,9})"
)


def listed_in_scripts(text: str, url: str) -> tuple[Listed, ...]:
    """The entries that stand in a page's scripts: rows of values, or pieces of HTML in strings."""
    found: dict[str, Listed] = {}
    for script in scripts_of(text):
        for value in literals(script):
            for entry in _entries(value, url):
                found.setdefault(entry.url, entry)
    return tuple(found.values())


def scripts_of(text: str) -> Iterator[str]:
    """What stands in the script elements of a page, templates left out; of a bare script all of it."""
    if "<script" not in text.lower():
        yield text
        return
    for match in _SCRIPT.finditer(text):
        if not _NO_SCRIPT.search(match["marks"]):
            yield match["script"]


def _entries(value: Any, url: str) -> Iterator[Listed]:
    for rows in row_lists(value):
        yield from (entry for row in rows.rows if (entry := entry_of(row, url)))
    html = "".join(strings_of(value))
    if _LINK.search(html):
        yield from read_fragment(html, url)


def strings_of(value: Any) -> Iterator[str]:
    """The strings with links in a value, wherever they stand: HTML that an answer or a script holds."""
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, str):
            if _LINK.search(inner) or "<record>" in inner:
                yield inner
        elif isinstance(inner, list):
            waiting += reversed(inner)
        elif isinstance(inner, dict):
            waiting += reversed(list(inner.values()))


def endpoints_of(text: str, url: str) -> tuple[Ask, ...]:
    """The questions that a page's scripts ask on its own host for what may be its list, as guesses.

    Only those whose address and fields are plain, or names that are given a plain value in the script.
    """
    found = dict.fromkeys(_gkmlpt(text, url))
    for script in scripts_of(text):
        known = {match["name"]: match["value"].strip("'\"") for match in _ASSIGNED.finditer(script)}
        found |= dict.fromkeys(_asks(script, known, url))
    own = (ask for ask in found if host_of(ask.url) == host_of(url) and not _OTHER.search(ask.url))
    articles = _articles(text, url)
    found = dict.fromkeys(replace(ask, articles=articles) for ask in own if ask.url != url or ask.form)
    return tuple(found)[:_MOST_ENDPOINTS]


def _articles(text: str, url: str) -> tuple[str, ...]:
    """The addresses that a script puts together of a row's value, with the name of it: …/show?id={id}."""
    found: dict[str, None] = {}
    for match in _ARTICLE.finditer(text):
        name = (match["name"] or match["inner"] or "").strip().rpartition(".")[2]
        after = match["after"] or match["behind"] or ""
        address = absolute(url, match["before"])
        if address and _IDENTITY.search(name) and _SHOWS.search(f"{match['before']}{after}"):
            found.setdefault(f"{address}{{{name}}}{after}")
    return tuple(found)[:_MOST_ARTICLES]


def _gkmlpt(text: str, url: str) -> Iterator[Ask]:
    sid, column = _SID.search(text), _GKMLPT.match(url)
    if sid and column:
        yield Ask(f"{column['root']}/api/all/{column['column']}?page=1&sid={sid[1]}", is_guess=True)


def _asks(script: str, known: Mapping[str, str], url: str) -> Iterator[Ask]:
    """The calls of jQuery's ajax, then post, get and fetch, whose fields stand behind the address."""
    for number, match in enumerate(_AJAX.finditer(script)):
        if number < _MOST_CALLS and (ask := _of_options(match["options"], known, url)):
            yield ask
    for number, match in enumerate(_CALL.finditer(script)):
        if number >= _MOST_CALLS:
            return
        address = _sum(match["address"], known)
        behind = script[match.end() : match.end() + 1500].lstrip() if match["further"] == "," else ""
        is_post = (match["name"] or match["verb"] or "").lower() == "post"
        fields = _fields(behind, known) if behind.startswith("{") else {}
        if match["fetch"] and behind.startswith("{"):
            is_post, fields = "post" in behind[:300].lower(), {}
            body = _BODY.search(behind)
            fields = _fields(behind[body.end() :], known) if body else fields
            ask = _ask(address, fields, url, is_post=is_post)
            if ask and body and fields:
                yield replace(ask, form=_as_json(fields))
                continue
        if ask := _ask(address, fields, url, is_post=is_post):
            yield ask


def _of_options(options: str, known: Mapping[str, str], url: str) -> Ask | None:
    """The question of $.ajax({url: …, type: …, data: {…}})."""
    named: dict[str, str] = {}
    plain = _INNER.sub(lambda inner: "~" * len(inner[0]), options)
    for match in _OPTION.finditer(plain):
        named.setdefault(match["name"].lower(), options[match.end() : match.end() + 1500])
    address = _sum(re.split(r"[,\n}]", named.get("url", ""))[0], known)
    method = f"{named.get('type', '')[:8]}{named.get('method', '')[:8]}".lower()
    data = named.get("data") or named.get("params") or ""
    fields = _fields(data, known) if data.startswith("{") else {}
    return _ask(address, fields, url, is_post="post" in method)


def _ask(address: str | None, fields: Mapping[str, str] | None, url: str, *, is_post: bool) -> Ask | None:
    if not address or fields is None or not re.search(r"[/.?]", address):
        return None
    whole = absolute(url, address)
    if not whole or re.search(r"\.(?:js|css|png|gif|jpe?g|svg|woff)(?:\?|$)", whole, re.IGNORECASE):
        return None
    if is_post:
        return Ask(whole, urlencode(fields) or "page=1", is_guess=True)
    return Ask(with_query(whole, fields) if fields else whole, is_guess=True)


def _as_json(fields: Mapping[str, str]) -> str:
    """Fields as a script posts them in JSON: numbers as numbers."""
    values = {
        name: int(value) if re.fullmatch(r"[1-9]\d{0,8}|0", value) else value
        for name, value in fields.items()
    }
    return json.dumps(values, ensure_ascii=False)


def _sum(expression: str, known: Mapping[str, str]) -> str | None:
    """The text that an expression is: strings and known names, added up; None where it is not plain."""
    pieces: list[str] = []
    position, expression = 0, expression.strip()
    while position < len(expression):
        match = _TERM.match(expression, position)
        value = None if match is None else _term(match, known)
        if match is None or value is None:
            return None
        pieces.append(value)
        position = match.end()
    return "".join(pieces)


def _term(match: re.Match[str], known: Mapping[str, str]) -> str | None:
    return match["text"] if match["text"] is not None else _named(match["name"], known)


def _named(name: str, known: Mapping[str, str]) -> str | None:
    """What a name stands for; a page's number is 1, its size 50 where the script does not say."""
    last = name.rpartition(".")[2]
    if name.isdecimal():
        return name
    if name in known:
        return known[name]
    return _KNOWN_PAGE if is_page_name(last) else _KNOWN_SIZE if is_size_name(last) else None


def _fields(text: str, known: Mapping[str, str]) -> dict[str, str] | None:
    """The fields of {a: 1, page: pageNo}; None where one of them is not plain."""
    try:
        values = literal(text)
        return {name: _written(value) for name, value in values.items() if not isinstance(value, list | dict)}
    except ValueError:
        inner = text[1:].partition("}")[0].strip()
    fields: dict[str, str] = {}
    for match in _PAIR.finditer(inner):
        quoted = match["value"][:1] in "'\""
        value = match["value"].strip("'\"") if quoted else _named(match["value"], known)
        value = _named(match["name"], {}) if value is None else value
        if value is None:
            return None
        fields[match["name"]] = value
    return fields


def _written(value: object) -> str:
    """A value as a script writes it into a query."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)

"""Pages behind a function of the page's own script: goPage(2), toPage(this.value); read, never run.

Only what is plain is read: an address put together out of strings and the page's number, or a form that the
page holds, with the number put into its field.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlencode

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.listings.entries import Ask, absolute
from extract.listings.paging import is_page_name, with_page

_CALL = re.compile(r"(?P<name>[A-Za-z_$][\w$.]*)\s*\(\s*(?P<arguments>[^()]{0,120})\)")
_ARGUMENT = re.compile(r"['\"](?P<text>[^'\"]*)['\"]|(?P<number>\d{1,6})|(?P<value>this\.value|[^,]+)")
_FUNCTION = re.compile(
    r"function\s+(?P<one>[A-Za-z_$][\w$]*)\s*\((?P<names_one>[^()]{0,80})\)\s*\{"
    r"|(?P<two>[A-Za-z_$][\w$]*)\s*[=:]\s*(?:function\s*)?\(?(?P<names_two>[\w$, ]{0,80})\)?\s*(?:=>\s*)?\{"
)
_LONGEST_BODY = 1500
_GOES = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\s*\(|window\.open\s*\(|\.action\s*=|\bhref\s*=|\burl\s*[=:]"
    r"|\.(?:get|getJSON|load)\s*\()(?P<expression>[^;\n]{1,200})"
)
_TURNS = re.compile(r"location(?:\.href)?\s*=(?P<expression>[^;\n{}]{1,200})")
_LOCAL = re.compile(r"(?:^|[\s;{,])(?P<name>[A-Za-z_$][\w$]*)\s*=(?!=)(?P<expression>[^;\n=]{1,200})")
_PIECE = re.compile(
    r"\s*(?:['\"`](?P<text>[^'\"`]*)['\"`]|\(?\s*(?P<name>[\w$.]+(?:\[[^\]]*\]\.value)?)\s*(?P<change>[-+]\s*\d+)?\s*\)?)\s*(?:\+|$|\)|(?P<end>,))"
)
_SUBMITS = re.compile(r"\.submit\s*\(")
# $("#pageNo").val(2), form.pageNo.value='2'
_SET = re.compile(r"\.val\(\s*['\"]?(?P<one>\d{1,6})|\.value\s*=\s*['\"]?(?P<two>\d{1,6})")
_PAGE_VALUE = re.compile(r"(?:page|curr?|num|no|index)\w*$|^[npi]$", re.IGNORECASE)
_MOST_TURNS = 40
_THIS_VALUE = re.compile(r"this\.value|this\.options\[.*?\]\.value")
_SKIPPED = frozenset(("void", "return", "window.open", "if", "$"))


def called_page(node: LexborNode, text: str, url: str, base: str, value: str = "") -> Ask | None:
    """The page that an element's onclick, onchange or javascript: leads to; None where that is not plain.

    `value` is what a select's option stands for, in place of `this.value`.
    """
    attributes = node.attributes
    script = " ".join(attributes.get(name) or "" for name in ("href", "onclick", "onchange"))
    script = re.sub(r"javascript:", "", script, flags=re.IGNORECASE)
    if value:
        script = _THIS_VALUE.sub(f"'{value}'", script)
        if address := _put_together(script, {}, base):
            return Ask(address)
    if _SUBMITS.search(script) and (number := _SET.search(script)):
        return _form_page(text, int(number["one"] or number["two"]), url, base)
    for call in _CALL.finditer(script):
        if call["name"] in _SKIPPED:
            continue
        values = [_value(match) for match in _ARGUMENT.finditer(call["arguments"])]
        if ask := _page_of_call(call["name"].rpartition(".")[2], values, text, url, base):
            return ask
    return None


def called_address(script: str, text: str, base: str) -> str:
    """The address that a call in an element's script leads to, by the page's function of that name."""
    for call in _CALL.finditer(script):
        names, body = _functions(text).get(call["name"].rpartition(".")[2], ((), ""))
        values = [_value(match) for match in _ARGUMENT.finditer(call["arguments"])]
        if address := _put_together(body, dict(zip(names, values, strict=False)), base):
            return address
    return ""


def counted_addresses(text: str, base: str, numbers: Iterable[int]) -> tuple[str, ...]:
    """The addresses of numbered pages, as a script turns to them: location.href = '?page=' + obj.curr.

    None where no script of the page does so.
    """
    for turn, _ in zip(_TURNS.finditer(text), range(_MOST_TURNS), strict=False):
        names = [piece["name"] for piece in _PIECE.finditer(turn["expression"]) if piece["name"]]
        known = [name for name in names if _PAGE_VALUE.search(name.rpartition(".")[2])]
        if len(known) == 1:
            found = (_sum(turn["expression"], {known[0]: str(number)}) for number in numbers)
            return tuple(address for one in found if one and (address := absolute(base, one)))
    return ()


def _value(match: re.Match[str]) -> str:
    return match["text"] if match["text"] is not None else (match["number"] or "")


def _page_of_call(name: str, values: list[str], text: str, url: str, base: str) -> Ask | None:
    names, body = _functions(text).get(name, ((), ""))
    known = dict(zip(names, values, strict=False))
    if address := _put_together(body, known, base):
        return Ask(address)
    number = next((value for value in known.values() if value.isdecimal()), "")
    return _form_page(text, int(number), url, base) if number and _SUBMITS.search(body) else None


@lru_cache(maxsize=2)
def _functions(text: str) -> dict[str, tuple[tuple[str, ...], str]]:
    """The functions that a page's scripts hold, by name: the names of their arguments, and their body."""
    found = list(_FUNCTION.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    return {
        match["one"] or match["two"]: (
            tuple(name.strip() for name in (match["names_one"] or match["names_two"] or "").split(",")),
            text[match.end() : min(end, match.end() + _LONGEST_BODY)],
        )
        for match, end in zip(found, ends, strict=False)  # no function: nothing to pair
    }


def _put_together(script: str, known: dict[str, str], base: str) -> str:
    """The address that a script goes to, out of its strings and what is known; "" for anything else."""
    if not _GOES.search(script):
        return ""
    known = dict(known)
    for local in _LOCAL.finditer(script):
        if value := _sum(local["expression"], known):
            known.setdefault(local["name"], value)
    for goes in _GOES.finditer(script):
        if whole := _sum(goes["expression"], known):
            return absolute(base, whole)
    return ""


def _sum(expression: str, known: Mapping[str, str]) -> str:
    """What a sum of strings and known names is; "" where a piece of it is not known, or none is a string."""
    pieces: list[str] = []
    position, expression = 0, expression.strip().rstrip(")};")
    is_text = False
    while position < len(expression) and (piece := _PIECE.match(expression, position)):
        pieces.append(_piece(piece, known))
        is_text = is_text or piece["text"] is not None or (piece["name"] or "") in known
        position = len(expression) if piece["end"] else piece.end()
    whole = "".join(pieces)
    return whole if position >= len(expression) and "\0" not in whole and is_text else ""


def _piece(match: re.Match[str], known: Mapping[str, str]) -> str:
    """One piece of a sum: a string, a known number with what is added to it; NUL for what is not known."""
    if match["text"] is not None:
        return match["text"]
    value = match["name"] if match["name"].isdecimal() else known.get(match["name"], "\0")
    if match["change"] and value.isdecimal():
        return str(int(value) + int("".join(match["change"].split())))
    return value


def _form_page(text: str, number: int, url: str, base: str) -> Ask | None:
    """The question that the page's form asks for that page."""
    for action, method, fields in _forms(text):
        filled = with_page(dict(fields), number)
        if filled is None:
            continue
        address = absolute(base, action) if action else url
        if method == "post":
            return Ask(address, urlencode(filled))
        return Ask(f"{address.partition('?')[0]}?{urlencode(filled)}")
    return None


@lru_cache(maxsize=2)
def _forms(text: str) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """The forms of a page that hold the number of a page: action, method, fields with their values."""
    found = []
    for form in LexborHTMLParser(text).css("form"):
        fields = []
        for field in form.css("input[name], select[name]"):
            name, value = field.attributes.get("name") or "", field.attributes.get("value") or ""
            fields.append((name, value or "1" if is_page_name(name) else value))
        attributes = form.attributes
        found.append(
            (
                (attributes.get("action") or "").strip(),
                (attributes.get("method") or "get").lower(),
                tuple(fields),
            )
        )
    return tuple(found)

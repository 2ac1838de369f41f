"""Lists of 大汉's systems, older and newer: records in the page, the rest behind a program of the site.

Older ones keep `<record>`s of XML, or a `dataStore` of strings, in the page and have the rest from
`dataproxy.jsp` or `getMessage.do`, both called by the plug-in jpage. Newer ones (jpaas) leave the list to
`…/page/build/unit`, which answers HTML within JSON; the page names the unit in a script's `queryData`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extract.listings.entries import Ask, Listed, absolute, with_query
from extract.listings.literals import literal
from extract.listings.static import one_each, read_fragment

_TOTAL = re.compile(r"<totalrecord>\s*(\d{1,9})\s*</totalrecord>|totalRecord\s*[:=]\s*['\"]?(\d{1,9})\b")
_PER_PAGE = re.compile(r"perPage\s*[:=]\s*['\"]?0*([1-9]\d{0,5})\b", re.IGNORECASE)
_PROXY = re.compile(
    r"['\"](?P<path>[^'\"\s]*(?:dataproxy\.jsp|/getMessage\.do)[^'\"\s]*)['\"]", re.IGNORECASE
)
_PROXY_PATH = re.compile(r"(?:dataproxy\.jsp|/getMessage\.do)$", re.IGNORECASE)
_PARAMETER = re.compile(
    r"['\"]?\b(?P<name>col|appid|webid|path|columnid|columnId|sourceContentType|unitid|webname|permissiontype|"
    r"contentTemplate)['\"]?\s*:\s*['\"]?(?P<value>[^'\",}\s]*)"
)
_STEP = 3
"""Pages asked for at once, as the sites' own script does."""
_UNIT_TAG = re.compile(
    r"<[a-z]+\b[^<>]*\bquerydata\s*=\s*(?P<quote>['\"])(?P<query>.{1,4000}?)(?P=quote)[^<>]*>", re.IGNORECASE
)
_UNIT_URL = re.compile(r"\burl\s*=\s*['\"](?P<path>[^'\"]*/build/unit[^'\"]*)['\"]", re.IGNORECASE)
_UNIT_PATH = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_UNIT_FIELD = re.compile(
    r"['\"]?\b(?P<name>parseType|webId|tplSetId|pageType|tagId|editType|pageId)['\"]?\s*[:=]\s*['\"](?P<value>[^'\"<>]{1,180})['\"]"
)
_UNIT_ROWS = re.compile(r"\brows\s*[:=]\s*['\"]?(\d{1,4})\b")
_UNIT_COUNT = re.compile(r"\bcount\s*[:=]\s*['\"]?(\d{1,7})\b")
_LIST_TAG = re.compile(r"list|列表|栏目|内容|分页|信息", re.IGNORECASE)
_MOST_UNITS = 4


def read_records(text: str, url: str) -> tuple[Listed, ...]:
    """The entries of the `<record>`s that a page, or an answer of the proxy, holds."""
    return one_each(entry for record in _records(text) for entry in read_fragment(record, url))


def following_records(text: str, asked: Ask) -> tuple[tuple[Ask, ...], int]:
    """Where the records after those in the page or the answer are, and how many there are in all."""
    url = asked.url
    count = sum(1 for _ in _records(text))
    total = next((int(one or other) for one, other in _TOTAL.findall(text)), 0)
    if _PROXY_PATH.search(urlsplit(url).path):
        return tuple(_next_of_proxy(asked, total)), total
    proxy = _PROXY.search(text)
    address = absolute(url, unescape(proxy["path"])) if proxy else ""
    if not address or (count and total <= count):
        return (), total
    per_page = next((int(number) for number in _PER_PAGE.findall(text)), 15)
    named = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    parameters = named | {match["name"]: match["value"] for match in _PARAMETER.finditer(text)}
    return (_range_of(address, parameters, count + 1, per_page, total or per_page),), total


def units_of(text: str, url: str) -> tuple[Ask, ...]:
    """The questions for the lists that a jpaas page leaves to its units, those that look like lists first."""
    found: list[dict[str, str]] = []
    address = absolute(url, _UNIT_PATH)
    for tag in _UNIT_TAG.finditer(text):
        named = _UNIT_URL.search(tag[0])
        address = absolute(url, unescape(named["path"])) if named else address
        try:
            values = literal(unescape(tag["query"]))
        except ValueError:
            continue
        if isinstance(values, dict):
            found.append({str(name): str(value) for name, value in values.items()})
    if not found and _UNIT_PATH in text:
        found = [{match["name"]: match["value"] for match in _UNIT_FIELD.finditer(text)}]
    found = sorted((one for one in found if "webId" in one or "pageId" in one), key=_unlike_a_list)
    return tuple(Ask(with_query(address, query)) for query in found[:_MOST_UNITS])


def next_of_unit(html: str, url: str) -> tuple[tuple[Ask, ...], int]:
    """The page after one that a unit answered, and how many entries its list says it has."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not parts.path.endswith("/build/unit"):
        return (), 0
    try:
        asked = json.loads(query.get("paramJson", "{}"))
    except ValueError:
        asked = {}
    rows, total = _UNIT_ROWS.search(html), _UNIT_COUNT.search(html)
    size = int(rows[1]) if rows else 15
    now = int(asked.get("pageNo") or query.get("pageNo") or 1)
    if total and now * size >= int(total[1]):
        return (), int(total[1])
    further = json.dumps({"pageNo": now + 1, "pageSize": size})
    return (Ask(with_query(url, {"paramJson": further}), is_guess=True),), int(total[1]) if total else 0


def _unlike_a_list(query: Mapping[str, str]) -> bool:
    return not _LIST_TAG.search(query.get("tagId", ""))


def _records(text: str) -> Iterator[str]:
    """What stands between each `<record>` and its end; one that is never ended is none."""
    for piece in text.split("<record>")[1:]:
        content, end, _ = piece.partition("</record>")
        if end:
            yield content.strip().removeprefix("<![CDATA[").removesuffix("]]>")


def _next_of_proxy(asked: Ask, total: int) -> Iterator[Ask]:
    query = dict(parse_qsl(urlsplit(asked.url).query, keep_blank_values=True))
    last, per_page = query.pop("endrecord", ""), query.pop("perpage", "")
    query.pop("startrecord", None)
    if last.isdecimal() and per_page.isdecimal() and int(last) < total:
        further = _range_of(asked.url, query, int(last) + 1, int(per_page), total)
        yield Ask(further.url, asked.form) if asked.form else further


def _range_of(url: str, parameters: dict[str, str], start: int, per_page: int, total: int) -> Ask:
    """The question for the records from `start` on, as the sites' script names them, in one GET.

    Some servers take the names of the column from a form alone, as their own script posts them.
    """
    end = min(total, start + _STEP * per_page - 1)
    window = {"startrecord": str(start), "endrecord": str(end), "perpage": str(per_page)}
    parts = urlsplit(url)
    address = urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(window | parameters), ""))
    posted = urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(window), ""))
    return Ask(address, instead=Ask(posted, urlencode(parameters)))

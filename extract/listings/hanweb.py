"""Lists of 大汉's sites: records of XML in the page, the rest behind `dataproxy.jsp`."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extract.documents.charset import decode
from extract.listings.entries import Listed, ListPage, absolute
from extract.listings.static import read_static

_TOTAL = re.compile(r"<totalrecord>\s*(\d{1,9})\s*</totalrecord>|totalRecord\s*[:=]\s*['\"]?(\d{1,9})\b")
_PER_PAGE = re.compile(r"perPage\s*[:=]\s*['\"]?0*([1-9]\d{0,5})\b", re.IGNORECASE)
_PROXY = re.compile(r"['\"](?P<path>[^'\"\s]*dataproxy\.jsp[^'\"\s]*)['\"]")
_PARAMETER = re.compile(
    r"['\"]?\b(?P<name>col|appid|webid|path|columnid|sourceContentType|unitid|webname|permissiontype)['\"]?"
    r"\s*:\s*['\"]?(?P<value>[^'\",}\s]*)"
)
_STEP = 3
"""Pages asked for at once, as the sites' own script does."""


def read_hanweb(data: bytes, url: str) -> ListPage:
    """The records of an index page of 大汉, or of one answer of its `dataproxy.jsp`, and what follows them.

    A page without records is read as a page of links.
    """
    text = decode(data).text
    records = list(_records(text))
    if not records:
        return read_static(data, url)
    entries = tuple(entry for record in records for entry in _entries(record, url))
    return ListPage(entries, tuple(_following(text, url, len(records))))


def _records(text: str) -> Iterator[str]:
    """What stands between each `<record>` and its end; one that is never ended is none."""
    for piece in text.split("<record>")[1:]:
        content, end, _ = piece.partition("</record>")
        if end:
            yield content.strip().removeprefix("<![CDATA[").removesuffix("]]>")


def _entries(record: str, url: str) -> tuple[Listed, ...]:
    """One record's links. Wrapped, as a record may be a row of a table, which stands in no page alone."""
    wrapped = f"<table>{record}</table>" if record.lstrip().startswith("<tr") else f"<ul>{record}</ul>"
    return read_static(wrapped.encode(), url).entries


def _following(text: str, url: str, count: int) -> Iterator[str]:
    total = next((int(one or other) for one, other in _TOTAL.findall(text)), 0)
    if urlsplit(url).path.endswith("dataproxy.jsp"):
        yield from _next_of_proxy(url, total)
        return
    proxy = _PROXY.search(text)
    address = absolute(url, proxy["path"]) if proxy else ""
    if address and total > count:
        per_page = next((int(number) for number in _PER_PAGE.findall(text)), 15)
        parameters = {match["name"]: match["value"] for match in _PARAMETER.finditer(text)}
        yield _range_of(address, parameters, count + 1, per_page, total)


def _next_of_proxy(url: str, total: int) -> Iterator[str]:
    query = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    last, per_page = query.pop("endrecord", ""), query.pop("perpage", "")
    query.pop("startrecord", None)
    if last.isdecimal() and per_page.isdecimal() and int(last) < total:
        yield _range_of(url, query, int(last) + 1, int(per_page), total)


def _range_of(url: str, parameters: dict[str, str], start: int, per_page: int, total: int) -> str:
    """The address of the records from `start` on, as the sites' script names them, in one GET."""
    end = min(total, start + _STEP * per_page - 1)
    window = {"startrecord": str(start), "endrecord": str(end), "perpage": str(per_page)}
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(window | parameters), ""))

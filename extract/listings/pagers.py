"""The pages that follow, as a page of links names them: 下一页 in every dress, numbers, selects, counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.listings.entries import Ask, Trouble, absolute
from extract.listings.links import target_of
from extract.listings.literals import literal
from extract.listings.page_functions import called_page, counted_addresses
from extract.listings.text import narrow
from warehouse.vocabulary import load_wording

_WORDS = load_wording("lists")["pages"]
_BRACKETS = str.maketrans("", "", "[]()【】《》<>{}|·•…\"'“”")
_NEXT = re.compile(rf"(?:{_WORDS['next']})[>›»→▶]*", re.IGNORECASE)
_LAST = re.compile(rf"(?:{_WORDS['last']})[>›»→▶|]*", re.IGNORECASE)
_ARROW = re.compile(_WORDS["arrow"])
_NUMBER = re.compile(r"第?\d{1,4}[页頁]?|第[一二三四五六七八九十]{1,3}[页頁]")
_YEAR = re.compile(_WORDS["year"])
_MORE = re.compile(_WORDS["more"])
_PAGES = re.compile(_WORDS["pages"])
_ENTRIES = re.compile(_WORDS["entries"])
# createPageHTML(5, 0, "index", "html"): pages, this page, name, ending; as TRS writes it into its lists.
# createPageHTML('page_div', 5, 1, 'list', 'shtml', 97): the same behind an element's name, counted from 1,
# and the number of entries.
_PAGER = re.compile(
    r"createPage(?:HTML)?\w*\(\s*(?:['\"](?P<id>[\w#. -]{0,40})['\"]\s*,\s*)?"
    r"['\"]?(?P<pages>\d{1,9})['\"]?\s*,"
    r"\s*['\"]?(?P<now>\d{1,9})['\"]?\s*,\s*['\"](?P<name>[\w./-]{1,80})['\"]\s*,\s*['\"]\.?(?P<ending>\w{1,9})['\"]"
    r"(?:\s*,\s*['\"]?(?P<entries>\d{1,9}))?"
)
# Pager({size: 5, current: 0, prefix: 'index', suffix: 'html'})
_PAGER_OBJECT = re.compile(r"[Pp]ager?\w{0,20}\(\s*(?P<fields>\{[^{}]{1,400}\})")
# var countPage = 5; currentPage = 0; and somewhere "index_" + page + ".html"
_COUNTED = re.compile(
    r"\b(?:countPage|pageCount|totalPages?|nPageCount|maxPage|pages)\s*[=:]\s*['\"]?(?P<pages>\d{1,5})\b"
)
_CURRENT = re.compile(
    r"\b(?:currentPage|curPage|nCurrIndex|pageIndex|nowPage)\s*[=:]\s*['\"]?(?P<now>\d{1,5})\b"
)
_NAMED = re.compile(
    r"(?P<name>[\w./-]{0,60}_)\\?['\"]\s*\+\s*\(?\s*\w+\s*(?:[-+]\s*1)?\s*\)?\s*\+\s*\\?['\"]\.(?P<ending>\w{2,6})"
)
_OWN_NUMBER = re.compile(r"_\d+(?=\.\w+$|$)")
_POST_BACK = "__doPostBack"
_TURNING = "a, [onclick], link[rel=next], area, [data-url], [data-href], [data-link]"
_MOST_PAGES = 1000
"""As many as a walk reads at most; a pager may claim a billion."""


@dataclass(frozen=True, slots=True)
class Pager:
    """The pages that follow, how many entries and pages there are said to be, what cannot be followed."""

    following: tuple[Ask, ...]
    total: int = 0
    pages: int = 0
    troubles: tuple[Trouble, ...] = ()


def pager_of(parser: LexborHTMLParser, text: str, url: str, base: str) -> Pager:
    """What a page of links says of the pages after it. They are all on its own host."""
    counted = _Counted.of(text, url, base)
    nodes = [(node, _words(node)) for node in parser.css(_TURNING)]
    asks = [*_next_links(nodes, text, url, base), *counted.asks, *_selected(parser, text, url, base)]
    asks += _years(nodes, text, url, base)
    own = [ask for ask in dict.fromkeys(asks) if _same_host(ask.url, url) and (ask.url != url or ask.form)]
    visible = narrow(parser.body.text()) if parser.body is not None else ""
    pages = max(counted.pages, _said(_PAGES, visible))
    troubles = () if own else tuple(_not_followed(nodes, pages))
    return Pager(tuple(own), max(counted.total, _said(_ENTRIES, visible)), pages, troubles)


@dataclass(frozen=True, slots=True)
class _Counted:
    """Pages that a script counts and names."""

    asks: tuple[Ask, ...] = ()
    pages: int = 0
    total: int = 0

    @classmethod
    def of(cls, text: str, url: str, base: str) -> "_Counted":
        """TRS's own call says all, else an object does; without this page's number they are guesses."""
        match = _PAGER.search(text)
        if match:
            numbers = _numbers(int(match["pages"]), int(match["now"]), url, from_one=match["id"] is not None)
            asks = tuple(_numbered(base, match["name"], match["ending"], numbers))
            return cls(asks, int(match["pages"]), int(match["entries"] or 0))
        for call in _PAGER_OBJECT.finditer(text):
            if found := cls._of_object(call["fields"], url, base):
                return found
        counted = _COUNTED.search(text)
        if not counted:
            return cls()
        pages, now = int(counted["pages"]), _CURRENT.search(text)
        named = _NAMED.search(text)
        if not named:
            addresses = counted_addresses(text, base, range(2, min(pages, _MOST_PAGES) + 1))
            return cls(tuple(Ask(address) for address in addresses), pages)
        numbers = _numbers(pages, int(now["now"]) if now else 0, url, from_one=False)
        named_asks = _numbered(base, named["name"][:-1], named["ending"], numbers)
        return cls(tuple(replace(ask, is_guess=now is None) for ask in named_asks), pages)

    @classmethod
    def _of_object(cls, fields: str, url: str, base: str) -> "_Counted | None":
        """The pages of an object that names them by what stands before and behind their number."""
        try:
            values = literal(fields)
        except ValueError:
            return None
        name, ending = str(values.get("prefix") or ""), str(values.get("suffix") or "").lstrip(".")
        size, now = (str(values.get(field) or 0) for field in ("size", "current"))
        if not (name and ending and size.isdecimal() and now.isdecimal()):
            return None
        numbers = _numbers(int(size), int(now), url, from_one=False)
        return cls(tuple(_numbered(base, name, ending, numbers)), int(size))


def _numbers(pages: int, now: int, url: str, *, from_one: bool) -> range:
    """The numbers in the names of the pages after this one: index_1 is the second page, or the first.

    Counted from one where the first page, which has no number in its name, says that it is page 1.
    """
    from_one = from_one or (now == 1 and not _OWN_NUMBER.search(urlsplit(url).path))
    first, last = (now + 1, pages + 1) if from_one else (now + 1, pages)
    return range(first, min(last, first + _MOST_PAGES))


def _numbered(base: str, name: str, ending: str, numbers: range) -> Iterator[Ask]:
    for number in numbers:
        if address := absolute(base, f"{name}_{number}.{ending}"):
            yield Ask(address)


def _words(node: LexborNode) -> str:
    """What a link to another page says, by its text, its title, or its picture's; without brackets."""
    attributes = node.attributes
    text = node.text() if node.tag != "input" else attributes.get("value") or ""
    if not text.strip():
        picture = node.css_first("img[alt], img[title]") if node.child is not None else None
        marks = picture.attributes if picture is not None else attributes
        text = marks.get("alt") or marks.get("title") or attributes.get("rel") or ""
    return narrow(text[:40])


def _next_links(nodes: list[tuple[LexborNode, str]], text: str, url: str, base: str) -> Iterator[Ask]:
    for node, words in nodes:
        bare = words.translate(_BRACKETS)
        is_named = bool(_NEXT.fullmatch(bare) or _LAST.fullmatch(bare))
        number = _NUMBER.fullmatch(bare)
        is_more = bool(_MORE.fullmatch(bare))
        if not (is_named or number or is_more or _ARROW.fullmatch(words)):
            continue
        address = target_of(node, base)
        if address and (is_named or is_beside(address, url)):
            yield Ask(address, is_guess=is_more)
        elif not address and (ask := called_page(node, text, url, base)):
            yield ask


def is_beside(address: str, url: str) -> bool:
    """Whether an address can be another page of the list at `url`: in its folder, or with another query.

    >>> is_beside("http://a.gov.cn/fzbg/index_2.html", "http://a.gov.cn/fzbg/")
    True
    """
    one, other = urlsplit(address), urlsplit(url)
    folder = other.path.rpartition("/")[0]
    return one.hostname == other.hostname and one.path.rpartition("/")[0] in (folder, other.path.rstrip("/"))


def _selected(parser: LexborHTMLParser, text: str, url: str, base: str) -> Iterator[Ask]:
    """The pages that a select offers: <option value="index_2.html">第2页."""
    for node in parser.css("select"):
        for option in node.css("option[value]"):
            value = (option.attributes.get("value") or "").strip()
            words = narrow(option.text())
            if not value or not (_NUMBER.fullmatch(words) or _YEAR.fullmatch(words)):
                continue
            address = absolute(base, value)
            is_folder = _YEAR.fullmatch(words) and address.startswith(url.rpartition("/")[0] + "/")
            if not value.isdecimal() and (is_folder or is_beside(address, url)):
                yield Ask(address)
            elif value.isdecimal() and (ask := called_page(node, text, url, base, value)):
                yield ask


def _years(nodes: list[tuple[LexborNode, str]], text: str, url: str, base: str) -> Iterator[Ask]:
    """The lists of single years behind a function of the page: <a onclick="show(2022)">2022年."""
    for node, words in nodes:
        if (
            _YEAR.fullmatch(words)
            and not target_of(node, base)
            and (ask := called_page(node, text, url, base))
        ):
            yield Ask(ask.url, ask.form, via="years")


def _not_followed(nodes: list[tuple[LexborNode, str]], pages: int) -> Iterator[Trouble]:
    """That there are further pages, and why they cannot be asked for."""
    turning = [
        node
        for node, words in nodes
        if _NEXT.fullmatch(words.translate(_BRACKETS)) or _NUMBER.fullmatch(words.translate(_BRACKETS))
    ]
    scripts = [
        f"{node.attributes.get('href') or ''} {node.attributes.get('onclick') or ''}" for node in turning
    ]
    if any(_POST_BACK in script for script in scripts):
        yield Trouble("not_followed", "its next page is behind __doPostBack, which is not followed")
    elif pages > 1 or len([script for script in scripts if re.search(r"\w\s*\(", script)]) > 1:
        what = f"says that it has {pages} pages" if pages > 1 else "has further pages"
        yield Trouble("not_followed", f"{what}, whose addresses only its script knows")


def _said(pattern: re.Pattern[str], words: str) -> int:
    match = pattern.search(words)
    return max((int(number) for number in match.groups() if number), default=0) if match else 0


def _same_host(address: str, url: str) -> bool:
    return urlsplit(address).hostname == urlsplit(url).hostname

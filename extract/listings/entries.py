"""What an index page says: its entries, which page is to be asked for next, and what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from extract.file_endings import DOCUMENT
from warehouse.errors import FazhiError, FetchError, UnreadableError
from warehouse.records import Format
from warehouse.visible import has_unseen, without_unseen

_DATE = re.compile(r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")
# A session is no part of an address: it is another one for each visit.
_SESSION_IN_PATH = re.compile(r";\w*session\w*=[^?#/;]*|/\([A-Z]\([^()/]*\)\)", re.IGNORECASE)
_SESSION_NAME = re.compile(r"jsessionid|phpsessid|session_?id|aspsessionid\w*|cftoken|cfid", re.IGNORECASE)
_ATTACHMENT = re.compile(rf"\.(?P<ending>{DOCUMENT})(?:$|[?&#])", re.IGNORECASE)
_IN_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"
_ATTACHED = {str(form): form for form in (Format.PDF, Format.DOC, Format.DOCX, Format.OFD)}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a list, by its kind in one word and in words: (`soft_404`, `says …`).

    The kinds stand in docs/sources.md.
    """

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A page to be asked for: its address, and the form that is posted (a=1&page=2, or JSON), "" for none.

    A page that is only guessed may be missing without harm. `instead` is asked for where this one fails or
    lists nothing: some servers answer a list's query, some its form alone. `via` is the kind as which the
    answer is known whatever it is itself: a frame. `script_of` is the page whose script is asked for;
    `articles` are addresses with the name of a row's value in them (http://…/show?id={id}), for rows that
    have none.
    """

    url: str
    form: str = ""
    is_guess: bool = False
    instead: "Ask | None" = None
    via: str = ""
    script_of: str = ""
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list: title, absolute address, date where the list gives one.

    `is_item` is False for a link that is no entry but the site's own navigation: it has no date, and leads to
    a column or stands in a menu.
    """

    title: str
    url: str
    published_on: date | None = None
    is_item: bool = True

    def __post_init__(self) -> None:
        """What is not seen stands in no title, and in an address by its code."""
        object.__setattr__(self, "title", " ".join(without_unseen(self.title).split()))
        if has_unseen(self.url):
            object.__setattr__(self, "url", quote(self.url, safe=_IN_ADDRESSES, errors="replace"))


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list: as which kind it was read, its entries in their order, and the pages that follow.

    `total` and `pages` are how many entries and pages the list says it has, 0 where it does not; `rows` is
    how many this page has by itself, with those that are no entries.
    """

    entries: tuple[Listed, ...]
    following: tuple[Ask, ...] = ()
    kind: str = "static"
    total: int = 0
    pages: int = 0
    troubles: tuple[Trouble, ...] = ()
    rows: int = 0

    @property
    def items(self) -> int:
        """How many entries are no navigation."""
        return sum(entry.is_item for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole list: its entries, its kind, how many of its pages were read, and what is wrong with it.

    `kind` is "" where no page was read.
    """

    entries: tuple[Listed, ...]
    troubles: tuple[Trouble, ...] = ()
    kind: str = ""
    pages: int = 0

    @property
    def items(self) -> int:
        """How many entries are no navigation."""
        return sum(entry.is_item for entry in self.entries)


def trouble_of(error: FazhiError) -> Trouble:
    """The trouble that an error is: of its kind (gone, timeout, broken …) and in its words."""
    kind = error.kind if isinstance(error, FetchError | UnreadableError) else "failed"
    return Trouble(kind, str(error))


def date_of(text: str) -> date | None:
    """The first date in a text, as 2021-03-30, 2021/3/30, 2021.03.30 or 2021年3月30日; None for none.

    >>> date_of("[2021-03-30]")
    datetime.date(2021, 3, 30)
    """
    match = _DATE.search(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def absolute(page: str, link: str) -> str:
    """The address that a link of `page` leads to, without a session; "" where it could not be fetched.

    >>> absolute("http://a.gov.cn/fzbg/", "1.html"), absolute("http://a.gov.cn/", "http://[::1")
    ('http://a.gov.cn/fzbg/1.html', '')
    """
    try:
        address = urljoin(page, link.strip())
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    return without_session(address) if parts.scheme in ("http", "https") and host else ""


def without_session(address: str) -> str:
    """An address without the session that the server put into it.

    >>> without_session("http://a.gov.cn/list.jsp;jsessionid=1A?page=2&PHPSESSID=7")
    'http://a.gov.cn/list.jsp?page=2'
    """
    parts = urlsplit(address)
    path = _SESSION_IN_PATH.sub("", parts.path)
    if not _SESSION_NAME.search(parts.query):
        return urlunsplit(parts._replace(path=path)) if path != parts.path else address
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _SESSION_NAME.fullmatch(name)]
    return urlunsplit(parts._replace(path=path, query=urlencode(kept)))


def with_query(address: str, changes: Mapping[str, str]) -> str:
    """An address whose query has these values, the others as they were and in their order.

    >>> with_query("http://a.gov.cn/list?page=1&id=7", {"page": "2"})
    'http://a.gov.cn/list?page=2&id=7'
    """
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | dict(changes)
    return urlunsplit(parts._replace(query=urlencode(query), fragment=""))


def attachment_format(address: str) -> str:
    """The format by which a catalogue knows an attached file (pdf, docx, doc, ofd); "" for a page.

    >>> print(attachment_format("http://a.gov.cn/P02021.PDF"))
    pdf
    >>> attachment_format("http://a.gov.cn/1.html")
    ''
    """
    match = _ATTACHMENT.search(address)
    return _ATTACHED.get(match["ending"].lower(), "") if match else ""


def is_attachment(address: str) -> bool:
    """Whether an address is one of a file that a report may be: PDF, Word, WPS, OFD."""
    return bool(_ATTACHMENT.search(address))


def host_of(address: str) -> str:
    """The host of an address in small letters; "" where there is none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""

"""What an index page says: its entries, and where the next page is."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

_DATE = re.compile(r"(20\d\d)[-./年](\d{1,2})[-./月](\d{1,2})")


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list: title, absolute address, date where the list gives one."""

    title: str
    url: str
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """The entries of one page in its order, and the addresses of the pages that follow."""

    entries: tuple[Listed, ...]
    following: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of a whole list, and a line for each of its pages that could not be read."""

    entries: tuple[Listed, ...]
    failures: tuple[str, ...] = ()


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
    """The address that a link of `page` leads to; "" where that is none that could be fetched.

    >>> absolute("http://a.gov.cn/fzbg/", "1.html"), absolute("http://a.gov.cn/", "http://[::1")
    ('http://a.gov.cn/fzbg/1.html', '')
    """
    try:
        address = urljoin(page, link.strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname else ""

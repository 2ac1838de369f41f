"""What an index page says: its entries, and where the next page is."""

import re
from dataclasses import dataclass
from datetime import date

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
    """The entries of a whole list, and why a page after the first could not be read ("" where all were)."""

    entries: tuple[Listed, ...]
    broke_off: str = ""


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

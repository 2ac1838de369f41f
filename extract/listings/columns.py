"""The way from a government's front page to its column of these reports: by what its links say.

The likeliest link is followed first: the column by its own name, a site map, the tree of 政府信息公开.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from extract.documents.files.kinds import Kind, kind_of
from extract.listings.entries import Ask, Listed, Trouble, host_of, is_attachment, trouble_of
from extract.listings.links import base_of, links_of
from extract.listings.reading import read_page
from extract.listings.scripts import listed_in_scripts
from extract.listings.static import parsed
from extract.listings.text import list_text, narrow
from extract.report_titles import is_about_reports, year_named
from warehouse.errors import FazhiError, UnreadableError
from warehouse.vocabulary import load_wording

_TABLE = load_wording("lists")
_SCORES = tuple((re.compile(words, re.IGNORECASE), score) for words, score in _TABLE["columns"]["words"])
_NOT = re.compile(_TABLE["columns"]["not"], re.IGNORECASE)
_PART = re.compile(f"{_TABLE['pages']['part']}|{_TABLE['pages']['year']}")
_OURS = _TABLE["columns"]["ours"]
_SURE = 95
"""Of a link that names the column itself."""
_ENOUGH_REPORTS = 3
_LONGEST = 24
_ENTRANCE = re.compile(r"点击|进入|查看|更多|more|\d+$|[>»›→]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ColumnLink:
    """A link that may lead to the column: its address, its words, and what they are worth, up to 100."""

    url: str
    words: str
    score: int


@dataclass(frozen=True, slots=True)
class ColumnPage:
    """What a page says on the way: how many reports it lists, as which kind, and where it leads."""

    reports: int
    kind: str
    links: tuple[ColumnLink, ...]
    is_made: bool = False


ReadColumns = Callable[[bytes, Ask], ColumnPage]


def read_columns(data: bytes, asked: Ask) -> ColumnPage:
    """The reports that a page lists and the links on it that may lead to the column of them.

    Raises UnreadableError as `read_page` does.
    """
    page = read_page(data, asked)
    reports = sum(_is_report(entry) for entry in page.entries)
    links = {
        link.url: link for link in sorted(_links(data, asked, page.entries), key=lambda link: link.score)
    }
    if not links:  # a front page that only sends its readers on
        onward = (ask for ask in page.following if not ask.form and not ask.script_of)
        links = {ask.url: ColumnLink(ask.url, "", 1) for ask in onward}
    is_made = bool(page.following) and not page.items
    return ColumnPage(reports, page.kind, tuple(links.values()), is_made)


def _is_report(entry: Listed) -> bool:
    return is_about_reports(entry.title) and (
        year_named(entry.title) is not None or entry.published_on is not None
    )


def _links(data: bytes, asked: Ask, entries: tuple[Listed, ...]) -> Iterator[ColumnLink]:
    text = list_text(data)
    named = [(entry.url, entry.title) for entry in (*entries, *listed_in_scripts(text, asked.url))]
    if _is_page(data):
        parser = parsed(text)
        for link in links_of(parser, base_of(parser, asked.url)):
            named.append((link.url, link.words or link.node.attributes.get("title") or ""))
        for frame in parser.css("iframe[src], frame[src]"):
            named.append((frame.attributes.get("src") or "", "信息公开目录"))
    for url, words in named:
        score = column_score(words)
        if score and host_of(url) and not is_attachment(url) and not (year_named(words) and score < _OURS):
            yield ColumnLink(url, words, score)


def _is_page(data: bytes) -> bool:
    try:
        return kind_of(data) is Kind.HTML
    except UnreadableError:
        return False


def column_score(words: str) -> int:
    """What a link's words are worth on the way to the column, 100 where they are its name, 0 for nothing.

    >>> [column_score(words) for words in ("法治政府建设年度报告", "政府信息公开", "政府信息公开年报")]
    [100, 45, 0]
    """
    bare = _ENTRANCE.sub("", narrow(words)).strip("[]【】()·|-—:：")
    if not 1 < len(bare) <= _LONGEST:
        return 0
    found = max((score for pattern, score in _SCORES if pattern.fullmatch(bare)), default=0)
    if found < _OURS and _NOT.search(bare):
        return 0
    return found or (_OURS - 1 if _PART.fullmatch(bare) else 0)


class ColumnSearch:
    """Looks for the column from one page on, with at most `most` questions, the likeliest link first.

    Like a walk over a list it asks for nothing itself. `found` is the column, once it is; parts of a column
    (市政府, 2023年) are followed only from the column itself.
    """

    def __init__(self, start: Ask, most: int, read: ReadColumns = read_columns) -> None:
        self._read = read
        self._left = most
        self._order = count()
        self._waiting: list[tuple[int, int, ColumnLink]] = []
        self._seen: set[str] = set()
        self._fallback: ColumnLink | None = None
        self.found: ColumnLink | None = None
        self.kind = ""
        self._pages = 0
        self._failed: FazhiError | None = None
        self._put(ColumnLink(start.url, "", 1))

    @property
    def wanted(self) -> Ask | None:
        """The page to be read next; None once the column is found, or nothing is left to try."""
        if self.found or self._left <= 0 or not self._waiting:
            return None
        return Ask(self._waiting[0][2].url)

    def read(self, data: bytes, final_url: str) -> None:
        """Take the bytes of that page, as `final_url` answered it."""
        link = self._step()
        self._seen.add(final_url)
        try:
            page = self._read(data, Ask(final_url))
        except FazhiError as error:
            self._failed = self._failed or error
            return
        self._pages += 1
        here = ColumnLink(final_url, link.words, link.score)
        deeper = [
            one for one in page.links if one.url not in self._seen and host_of(one.url) == host_of(final_url)
        ]
        if self._is_it(here, page, deeper):
            self.found, self.kind = here, page.kind
            return
        if link.score >= _OURS and self._fallback is None:
            self._fallback = here
        for one in deeper:
            if one.score != _OURS - 1 or link.score >= _OURS - 1:
                self._put(one)

    def fail(self, error: FazhiError) -> None:
        """Take note that the page could not be had."""
        self._step()
        self._failed = self._failed or error

    def trouble(self) -> Trouble | None:
        """Why nothing could be looked for: no page was had at all. None where some was."""
        return trouble_of(self._failed) if self._failed is not None and not self._pages else None

    def best(self) -> ColumnLink | None:
        """The column, or the page that is called so and lists no report."""
        return self.found or self._fallback

    def _is_it(self, here: ColumnLink, page: ColumnPage, deeper: list[ColumnLink]) -> bool:
        """Whether a page is the column: it is called so and lists reports, or lists several."""
        leads_on = any(one.score >= _SURE for one in deeper)
        if here.score >= _SURE and (page.reports or page.is_made):
            return True
        return page.reports >= (1 if here.score >= _OURS - 1 else _ENOUGH_REPORTS) and not leads_on

    def _put(self, link: ColumnLink) -> None:
        if link.url not in self._seen:
            self._seen.add(link.url)
            heappush(self._waiting, (-link.score, next(self._order), link))

    def _step(self) -> ColumnLink:
        self._left -= 1
        return heappop(self._waiting)[2]

"""Which kind of list an answer is, told by the answer itself, and its entries."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from extract.documents.files.kinds import Kind, kind_of
from extract.listings.entries import Ask, Listed, ListPage, Trouble, absolute, host_of
from extract.listings.feeds import is_feed, read_feed
from extract.listings.hanweb import following_records, read_records, units_of
from extract.listings.json_lists import is_json, read_json
from extract.listings.links import base_of
from extract.listings.onward import outer_scripts, sent_on_to
from extract.listings.parts import parts_of
from extract.listings.scripts import endpoints_of, listed_in_scripts
from extract.listings.silence import says_it_is_gone, why_silent
from extract.listings.static import one_each, parsed, read_fragment, read_links
from extract.listings.text import list_text
from extract.report_titles import is_about_reports, is_cut
from warehouse.errors import UnreadableError
from warehouse.vocabulary import load_wording

_NO_LIST = frozenset((Kind.PDF, Kind.ZIP, Kind.LEGACY, Kind.WORD_XML))
_OTHER_FRAME = re.compile(load_wording("lists")["scripts"]["frames"], re.IGNORECASE)
_MOST_FRAMES = 3


def read_page(data: bytes, asked: Ask) -> ListPage:
    """Read one page of a list, as `asked` answered it: its address after redirects, and the form it was sent.

    Raises UnreadableError: not_a_list for a file, or JSON without a list; broken where the page is made to
    stop a parser.
    """
    _refuse_files(data, asked.url)
    text = list_text(data)
    if asked.script_of:
        return _read_script(text, asked)
    if is_json(text):
        return read_json(text, asked)
    if "<record>" in text and (records := read_records(text, asked.url)):
        following, total = following_records(text, asked)
        return ListPage(records, following, "hanweb", total)
    if is_feed(text):
        feed = read_feed(text, asked.url)
        return feed if feed.entries else _silent(feed, Trouble("empty", "holds no entry"))
    return _read_html(text, asked)


def _laid_aside(parser: LexborHTMLParser, url: str) -> Iterator[Listed]:
    """The entries in a hidden field from which a page's script takes them."""
    for node in parser.css("textarea"):
        if "<a" in (html := node.text()):
            yield from read_fragment(html, url)


def _refuse_files(data: bytes, url: str) -> None:
    try:
        kind = kind_of(data)
    except UnreadableError as error:
        if error.kind != "empty":
            raise UnreadableError(error.what, url, "look at the address", "not_a_list") from error
        kind = Kind.HTML
    if kind in _NO_LIST:
        raise UnreadableError(f"is a file ({kind.value}), no list", url, "look at the address", "not_a_list")


def _read_html(text: str, asked: Ask) -> ListPage:
    """A page of links, and what its scripts hold, or leave to others: units, proxies, programs, frames."""
    page = read_links(text, asked.url)
    parser = parsed(text)
    scripted = (*listed_in_scripts(text, asked.url), *_laid_aside(parser, asked.url))
    entries = one_each((*page.entries, *scripted))
    kind = _kind(page, scripted, text)
    found = ListPage(entries, page.following, kind, page.total, page.pages, page.troubles)
    units = units_of(text, asked.url)
    proxies, _ = following_records(text, asked)
    base = base_of(parser, asked.url)
    found = _followed_by(found, (*units, *proxies, *parts_of(parser, asked.url, base)))
    if any(is_about_reports(entry.title) or is_cut(entry.title) for entry in entries):
        return found
    frames, elsewhere = _frames(parser, base)
    found = _followed_by(found, (*frames, *endpoints_of(text, asked.url)))
    if elsewhere and not frames:
        found = _silent(found, Trouble("frame", f"keeps its list in a frame of another site: {elsewhere}"))
    if found.items:
        return _silent(found, says_it_is_gone(parser))
    if onward := sent_on_to(parser, text, asked.url):
        found = _followed_by(found, (Ask(onward),))
    elif not found.following:
        found = _followed_by(found, outer_scripts(parser, base, asked.url))
    return _silent(found, why_silent(parser, text))


def _read_script(text: str, asked: Ask) -> ListPage:
    """A script of a page: the list that it holds, or what it asks for. Its addresses start from the page."""
    entries = listed_in_scripts(text, asked.script_of)
    return ListPage(entries, () if entries else endpoints_of(text, asked.script_of), "script")


def _kind(page: ListPage, scripted: tuple[Listed, ...], text: str) -> str:
    if scripted and not page.items:
        return "datastore" if "dataStore" in text else "script"
    return page.kind


def _followed_by(page: ListPage, asks: tuple[Ask, ...]) -> ListPage:
    following = tuple(dict.fromkeys((*page.following, *asks)))
    return ListPage(page.entries, following, page.kind, page.total, page.pages, page.troubles)


def _silent(page: ListPage, trouble: Trouble | None) -> ListPage:
    troubles = (*page.troubles, trouble) if trouble else page.troubles
    return ListPage(page.entries, page.following, page.kind, page.total, page.pages, troubles)


def _frames(parser: LexborHTMLParser, base: str) -> tuple[tuple[Ask, ...], str]:
    """The frames of a page on its own host, and the first on another."""
    own: list[Ask] = []
    elsewhere = ""
    for node in parser.css("iframe[src], frame[src]"):
        address = absolute(base, node.attributes.get("src") or "")
        if not address or _OTHER_FRAME.search(address.partition("//")[2].partition("/")[2]):
            continue
        if host_of(address) == host_of(base):
            own.append(Ask(address, is_guess=bool(own), via="frame"))
        else:
            elsewhere = elsewhere or address
    return tuple(own[:_MOST_FRAMES]), elsewhere

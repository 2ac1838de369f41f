"""The title of the article on an HTML page, out of what the page offers for one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser

from extract.documents.heads.folding import folded
from extract.documents.heads.markers import load_markers
from extract.documents.heads.titles import (
    LONGEST,
    REPORT,
    bare,
    goes_on,
    is_column,
    is_office,
    is_whole_title,
    title_of_text,
)
from extract.documents.html.tokens import Token, What
from extract.documents.lines.assembly import tidy

# Between article and site: "…报告-金华市人民政府", "万载县人民政府 | …公报"; not the dash of 2016-2020年.
_SEPARATOR = re.compile(r"\s*[|｜_＿>＞»›«]+\s*|\s+[-—–－]+\s+|(?<!\d)[-—–－]+|[-—–－]+(?!\d)")
_PIECE = re.compile(rf"{_SEPARATOR.pattern}|\s+")
_SITE = re.compile(rf"(?:{'|'.join(load_markers().site)})$")
_CUT = ("…", "...", "。。。")
_MOST_PARTS = 12
"""A page's title names article, columns and site; one of more parts is something else."""
_CHINESE = re.compile("[\u4e00-\u9fff]")


def html_title(
    parser: LexborHTMLParser,
    meta: Mapping[str, str],
    tokens: Sequence[Token],
    outside: Sequence[str],
    opening: Sequence[str],
    labelled: str = "",
) -> str:
    """The article's title without the site's name; "" where the page gives none.

    By the meta element, else a whole part of the page's title element: the marked heading or the line (or
    the lines that stand together) outside the body or at its `opening` that is such a part, else the part
    that is no site. Where these name no more than a site or a column: what the information table has under
    标题 (`labelled`), else the marked heading, else the first lines that make a title. Of a title that was
    cut off, the line that goes on with it.
    """
    site = meta.get("sitename", "")
    headings = [heading for heading in _headings(tokens) if heading != site]
    offered = [*headings, *opening, *outside]
    page = _page_title(parser)
    named = _gone_on(meta.get("articletitle", ""), offered)
    printed = _part_printed(page, offered, site)
    part = _gone_on(without_site(page, site), offered)
    whole = printed if _is_site_behind(printed, part) else max(printed, part, key=_weight)
    if named and not is_column(named) and _is_article(named, site):
        return named
    if whole and not is_column(whole) and (whole == printed or REPORT.search(folded(whole))):
        return whole
    marked = title_of_text(headings) or next((heading for heading in headings if len(heading) >= 6), "")
    others = (labelled, marked, title_of_text(opening), title_of_text(outside), whole)
    return next((title for title in others if title and not is_column(title)), marked or whole or named)


def _weight(title: str) -> tuple[bool, bool, int]:
    """The more a title says, the more it weighs."""
    return not is_column(title), bool(REPORT.search(folded(title))), len(bare(title))


def _page_title(parser: LexborHTMLParser) -> str:
    node = parser.css_first("title")
    return tidy(node.text()) if node is not None else ""


def _headings(tokens: Sequence[Token]) -> Iterator[str]:
    """Texts of elements marked as titles, the surest mark first."""
    order = {mark: number for number, mark in enumerate(load_markers().title)}
    found: list[tuple[int, int]] = []
    for position, token in enumerate(tokens):
        if token.what is What.OPEN and (ranks := [order[mark] for mark in token.marks() if mark in order]):
            found.append((min(ranks), position))
    for _, position in sorted(found):
        inner = tokens[position : tokens[position].end]
        text = tidy("".join(token.text for token in inner if token.what is What.TEXT))
        if 4 <= len(text) <= LONGEST and _CHINESE.search(text):
            yield text


def _part_printed(page: str, offered: Sequence[str], site: str) -> str:
    """The longest of the lines, alone or with the ones below it, that is a whole part of the page's title.

    A part is what stands between two separators or spaces, or several parts together.
    """
    wholes = _wholes(page)
    found = ""
    for first in range(len(offered)):
        joined = ""
        for line in offered[first : first + 4]:
            joined += line
            said = bare(joined)
            if len(said) > LONGEST or not any(whole.startswith(said) for whole in wholes):
                break
            is_whole = said in wholes or any(_is_site_behind(said, whole) for whole in wholes)
            if is_whole and 6 <= len(said) > len(bare(found)) and _is_article(joined, site):
                found = joined
    return found


def titles_of(parser: LexborHTMLParser, meta: Mapping[str, str]) -> frozenset[str]:
    """What the heading of a page's article may say, bare: the whole parts of its title that name no site."""
    wholes = _wholes(_page_title(parser)) | {bare(meta.get("articletitle", ""))}
    site = meta.get("sitename", "")
    return frozenset(
        whole for whole in wholes if len(whole) >= 6 and _is_article(whole, site) and not is_column(whole)
    )


def _is_site_behind(title: str, part: str) -> bool:
    """Whether a part is a title and, without a mark between, the site's name."""
    title, part = bare(title), bare(part)
    return is_whole_title(title) and part.startswith(title) and _is_site(part[len(title) :], "")


def _wholes(page: str) -> frozenset[str]:
    """All runs of whole parts of a page's title, without spaces."""
    edges = [0, *(edge for match in _PIECE.finditer(page) for edge in match.span()), len(page)]
    parts = [(edges[n], edges[n + 1]) for n in range(0, len(edges) - 1, 2)][:_MOST_PARTS]
    return frozenset(
        bare(page[start:end]) for number, (start, _) in enumerate(parts) for _, end in parts[number:]
    ) - {""}


def _is_article(title: str, site: str) -> bool:
    return not (_is_site(title, site) or is_office(title))


def _is_site(title: str, site: str) -> bool:
    return title == site or (len(title) < 26 and _SITE.search(folded(title)) is not None)


def _gone_on(title: str, offered: Iterable[str]) -> str:
    """Of a title that was cut off the line that goes on with it, if there is one; any other as it is."""
    if not title.endswith(_CUT):
        return title
    begun = bare(title).rstrip("….。")
    return next((line for line in offered if bare(line).startswith(begun) and len(line) <= LONGEST), title)


def without_site(title: str, site_name: str) -> str:
    """A page's title element without the site's name before or after it.

    >>> without_site("合肥市2015年依法行政工作情况报告-合肥市人民政府", "")
    '合肥市2015年依法行政工作情况报告'
    """
    parts = [_without_site_word(part.strip()) for part in _SEPARATOR.split(title)]
    kept = [part for part in parts if part and not _is_site(part, site_name)]
    return max(kept, key=_weight, default="")


def _without_site_word(part: str) -> str:
    """A part without the site's name that only a space divides from it; 某市人民政府 关于… stays."""
    first, _, rest = part.partition(" ")
    if rest and _is_site(first, "") and not goes_on(rest):
        return rest
    rest, _, last = part.rpartition(" ")
    return rest if rest and _is_site(last, "") else part

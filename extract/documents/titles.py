"""The title of an article, out of what a page offers for one."""

import re
from collections.abc import Iterable, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser

from extract.documents.assembly import tidy
from extract.documents.document_numbers import document_number_in
from extract.documents.labels import is_label_line
from extract.documents.markers import load_markers
from extract.documents.tokens import Token, What
from warehouse.characters import simplified

# Between article and site: "…报告-金华市人民政府", "万载县人民政府 | …公报"; not the dash of 2016-2020年.
_SEPARATOR = re.compile(r"\s*[|｜_]+\s*|\s+[-—–－]+\s+|(?<!\d)[-—–－]+|[-—–－]+(?!\d)")
_SITE = re.compile(
    r"(?:人民政府|政府网|门户网站|网站|政务网|信息网|信息公开|政务公开|公开网|平台|司法局|中国政府网|首页)$"
)
_ENDED = re.compile(r"(?:报告|总结|公报|意见|通知|情况|综述|汇报)(?:\s*[（(〔].{1,12}[）)〕])?$")
_REPORT = re.compile("报告|情况|总结|公报|意见|通知|工作")
_REST = re.compile("的?(?:情况)?的?报告|的.{1,4}")


def html_title(
    parser: LexborHTMLParser, meta: Mapping[str, str], tokens: Sequence[Token], lines: Sequence[str]
) -> str:
    """The article's title without the site's name; "" where the page gives none.

    By the meta element, else the marked heading or line that the page's title element contains, else the
    title element without the site's name, else the marked heading alone.
    """
    named = meta.get("articletitle", "")
    if named and not named.endswith(("…", "...")):
        return named
    page = _page_title(parser)
    headings = [heading for heading in _headings(tokens) if heading != meta.get("sitename")]
    for line in (*headings, *lines):
        if 6 <= len(line) <= 120 and line in page:
            return line
    stripped = without_site(page, meta.get("sitename", ""))
    if _REPORT.search(simplified(stripped)):
        return stripped
    return next(iter(headings), "") or stripped


def _page_title(parser: LexborHTMLParser) -> str:
    node = parser.css_first("title")
    return tidy(node.text()) if node is not None else ""


def _headings(tokens: Sequence[Token]) -> Iterable[str]:
    """Texts of elements marked as titles, the surest mark first."""
    order = {mark: number for number, mark in enumerate(load_markers().title)}
    found: list[tuple[int, int]] = []
    for position, token in enumerate(tokens):
        if token.what is What.OPEN and (ranks := [order[mark] for mark in token.marks() if mark in order]):
            found.append((min(ranks), position))
    for _, position in sorted(found):
        inner = tokens[position : tokens[position].end]
        text = tidy("".join(token.text for token in inner if token.what is What.TEXT))
        if 6 <= len(text) <= 120 and re.search("[\u4e00-\u9fff]", text):
            yield text


def without_site(title: str, site_name: str) -> str:
    """A page's title element without the site's name before or after it.

    >>> without_site("合肥市2015年依法行政工作情况报告-合肥市人民政府", "")
    '合肥市2015年依法行政工作情况报告'
    """
    parts = [part.strip() for part in _SEPARATOR.split(title)]
    kept = [part for part in parts if part and part != site_name and not _SITE.search(simplified(part))]
    return max(kept, key=lambda part: (bool(_REPORT.search(simplified(part))), len(part)), default="")


def is_title_line(line: str) -> bool:
    """A line that can be the title of a report: short, no sentence, no list marker before it, no crumbs."""
    if not 4 <= len(line) <= 80 or re.search("[。；，！：>＞»|｜]|%|％", line) or is_label_line(line):
        return False
    return bool(_REPORT.search(simplified(line))) and not re.match(
        r"[（(]?[一二三四五六七八九十\d]+[）)、.．]", line
    )


def is_whole_title(title: str) -> bool:
    """Whether a title ends as those of reports do: one broken over lines does so on the last."""
    return bool(_ENDED.search(simplified(title)))


def title_of_lines(lines: Sequence[str]) -> str:
    """The title out of large or centred lines at the top, joined where it is broken over several.

    The issuer's head (金华市人民政府文件) and the document number above it are no part of it. "" for none.
    """
    own = [line for line in lines if not line.endswith("文件") and not document_number_in(line)]
    for first in range(len(own)):
        for last in range(first + 1, min(first + 5, len(own)) + 1):
            joined = "".join(own[first:last])
            if is_title_line(joined) and is_whole_title(joined):
                # 关于…建设情况 / 的报告: the rest is no title of its own.
                rest = own[last] if last < len(own) else ""
                return joined + rest if _REST.fullmatch(simplified(rest)) else joined
    return next((line for line in own if is_title_line(line)), "")

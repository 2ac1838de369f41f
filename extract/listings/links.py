"""The links of a page: where each leads, also by a script's hand, and what it is called."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.listings.entries import Listed, absolute, date_of, is_attachment
from extract.listings.page_functions import called_address

_ITEMS = ("li", "tr", "dd", "dl", "p", "div")
_ITEM_LENGTH = 300
_ITEM_DEPTH = 20
_MENU_DEPTH = 30
_SHORTEST = 6
_LONGEST = 200
_CLICKABLE = "a, [onclick], [data-href], [data-url], [data-link]"
# window.open('/art/1.html'), location.href="1.html", openUrl('/a/b')
_QUOTED = re.compile(r"['\"](?P<address>(?:https?:)?//[^'\"\s]+|[^'\"\s<>(){};$]*[/.][^'\"\s<>(){};$]*)['\"]")
_TEMPLATE = re.compile(r"\{\{|\$\{|<%|%>|'\s*\+|\+\s*'|\"\s*\+|\+\s*\"|\}\}|\[%|##")
_WAYS = re.compile(
    r"查看(?:全文|详情|更多)?|详情|详细|全文|阅读(?:全文)?|下载(?:文件|附件)?|点击.{0,6}|打开|浏览|附件\d{0,2}|(?:pdf|word|ofd)(?:版|文件|下载)?|more|view",
    re.IGNORECASE,
)
# title="标题：…  发布时间：2023-03-30"
_LABEL = re.compile(
    r"(?:文章|信息|文件)?(?:标题|名称)\s*[:：]\s*(?P<title>.+?)\s*(?:(?:发布|成文|生成|更新)?(?:时间|日期)\s*[:：].*)?$"
)
# An article: a number or a name of its own in its address; a column: a folder, an index, a list.
_COLUMN = re.compile(
    r"/$|/(?:index|list|default|main|home|more|channel|column|col|columns|xlist|common_list|node)[\w-]*\.\w{2,5}$"
    r"|/(?:col|channel|column|columns|node)/?[\w-]*/?$|/list[\w-]*$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"\d{4}|/(?:art|article|content|detail|show|info|view|news|doc)[/_.\w-]*\d|[?&]\w*(?:id|guid|code|no|infoid)=",
    re.IGNORECASE,
)
_DATES = re.compile(
    r"^[\[(（【]?\s*20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?\s*[\])）】]?\s*"
    r"|\s*[\[(（【]?\s*20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?\s*[\])）】]?$"
)
_MENU = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|crumbs?|breadcrumb|position|location|footer|foot|header|head|friend|links?|sidenav|"
    r"leftnav|subnav|topnav|dqwz|weizhi|sitemap|tree|ztree|sidebar|leftmenu)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_MENU_TAGS = frozenset(("nav", "header", "footer", "select"))


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its node, where it leads, and its words, as they are and by its title attribute."""

    node: LexborNode
    url: str
    words: str


def base_of(parser: LexborHTMLParser, url: str) -> str:
    """The address that a page's links start from: its own, or what its <base href> says."""
    node = parser.css_first("base[href]")
    return (absolute(url, node.attributes.get("href") or "") if node is not None else "") or url


def links_of(parser: LexborHTMLParser, base: str, text: str = "") -> list[Link]:
    """All that can be followed on a page, in its order; what a script would fill in is left out.

    With the page's `text` also what a function of its own script leads to: detail('17').
    """
    return [
        Link(node, address, " ".join(node.text().split()))
        for node in parser.css(_CLICKABLE)
        if (address := target_of(node, base) or (called_address(_script(node), text, base) if text else ""))
        and (node.tag == "a" or len(node.text()) <= _LONGEST)
    ]


def _script(node: LexborNode) -> str:
    return f"{node.attributes.get('href') or ''} {node.attributes.get('onclick') or ''}"


def target_of(node: LexborNode, base: str) -> str:
    """Where an element leads: by its href, else by an address in its onclick or data-; "" for nowhere."""
    attributes = node.attributes
    href = (attributes.get("href") or "").strip()
    if href and not href.startswith("#") and not href.lower().startswith("javascript:"):
        return "" if _TEMPLATE.search(href) else absolute(base, href)
    for name in ("data-href", "data-url", "data-link"):
        if value := (attributes.get(name) or "").strip():
            return "" if _TEMPLATE.search(value) else absolute(base, value)
    return _address_in(_script(node), base)


def _address_in(script: str, base: str) -> str:
    if _TEMPLATE.search(script) or "__doPostBack" in script:
        return ""
    found = _QUOTED.search(script)
    return absolute(base, found["address"]) if found else ""


class EntryReader:
    """Reads entries out of the links of one page; what it read of a list item before is kept."""

    def __init__(self) -> None:
        self._items: dict[int, str] = {}

    def entries(self, links: list[Link]) -> Iterator[Listed]:
        """An entry for each link that has a title, by its own words or by those of its list item."""
        for link in links:
            item = self._item_text(link.node)
            title = _title(link, item)
            if len(title) >= _SHORTEST:
                day = date_of(item) or date_of(link.words)
                yield Listed(title[:_LONGEST], link.url, day, _is_item(link, day))

    def _item_text(self, node: LexborNode) -> str:
        """The text of the nearest list item round a link, where the date stands; "" for a whole page."""
        around = node if node.tag in _ITEMS else node.parent
        for _ in range(_ITEM_DEPTH):
            if around is None or around.tag in _ITEMS:
                break
            around = around.parent
        if around is None or around.tag not in _ITEMS:
            return ""
        if around.mem_id not in self._items:
            text = " ".join(around.text(separator=" ").split())
            self._items[around.mem_id] = text if len(text) <= _ITEM_LENGTH else ""
        return self._items[around.mem_id]


def _title(link: Link, item: str) -> str:
    """The words of a link; its title attribute where they are cut short, or there are none.

    Of a link that says only how to get there (查看, 下载) the words of its list item.
    """
    named = " ".join((link.node.attributes.get("title") or "").split())
    labelled = _LABEL.match(named)
    named = labelled["title"] if labelled else named
    words = _heading(link.node) or _DATES.sub("", link.words)
    short = words.rstrip(".…·> ")
    if len(named) >= _SHORTEST and (len(short) < _SHORTEST or short[:_SHORTEST] in named):
        return named if not _WAYS.fullmatch(named) else words
    if len(words) < _SHORTEST + 2 and (not words or _WAYS.fullmatch(words.strip("[]【】()（） "))):
        return item.replace(words, "", 1).strip() if words else item
    return words


def _heading(node: LexborNode) -> str:
    """The heading within a link that holds a summary and a date too."""
    heading = node.css_first("h1, h2, h3, h4, h5, h6, .title, .tit, .bt") if node.child is not None else None
    return " ".join(heading.text().split()) if heading is not None else ""


def _is_item(link: Link, day: date | None) -> bool:
    if day is None and not is_article(link.url):
        return False
    return day is not None or not _in_menu(link.node)


def is_article(url: str) -> bool:
    """Whether an address is rather that of an article or a file than that of a column.

    >>> is_article("http://a.gov.cn/art/2021/3/30/art_7_1.html"), is_article("http://a.gov.cn/zwgk/fzbg/")
    (True, False)
    """
    parts = urlsplit(url)
    is_column = _COLUMN.search(f"{parts.path or '/'}")
    return is_attachment(url) or (not is_column and bool(_ARTICLE.search(f"{parts.path}?{parts.query}")))


def _in_menu(node: LexborNode) -> bool:
    """Whether a link stands in a menu, a crumb line, a header or a footer."""
    around = node.parent
    for _ in range(_MENU_DEPTH):
        if around is None or around.tag in ("body", "html"):
            return False
        marks = f"{around.attributes.get('id') or ''} {around.attributes.get('class') or ''}"
        if around.tag in _MENU_TAGS or _MENU.search(marks):
            return True
        around = around.parent
    return False

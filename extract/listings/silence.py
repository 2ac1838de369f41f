"""Why a page lists nothing: it stands in for one that is gone, says so, is made by script, wants a login."""

import re

from selectolax.lexbor import LexborHTMLParser

from extract.listings.entries import Trouble
from extract.listings.text import narrow
from warehouse.vocabulary import load_wording

_WORDS = load_wording("lists")["silence"]
_SOFT_404 = re.compile(_WORDS["soft_404"], re.IGNORECASE)
_SAID_EMPTY = re.compile(_WORDS["said_empty"], re.IGNORECASE)
_LOGIN = re.compile(_WORDS["login"])
_NO_TEXT = ["script", "style", "noscript", "a", "option", "template", "textarea", "button"]
_MADE = re.compile(
    r"\{\{|v-for|ng-(?:repeat|app)|<%=|\bid=['\"]?(?:app|root|__next|__nuxt)['\"]?|data-react|\$\.(?:ajax|get|post|getJSON)\b|"
    r"\bfetch\s*\(|axios|XMLHttpRequest|\.load\s*\(|webpack|createApp|new\s+Vue|layui|laypage|jpage|template\s*\(|"
    r"document\.write",
    re.IGNORECASE,
)
_FEW = 400
"""Characters of a page that says little but that it is not there."""
_BARE = 120


def says_it_is_gone(parser: LexborHTMLParser) -> Trouble | None:
    """The trouble of a page whose own title or heading says that there is no such page."""
    for node in parser.css("title, h1, h2, h3"):
        if found := _SOFT_404.search(narrow(node.text()[:120])):
            return Trouble("soft_404", f"answers with a page that says “{found[0]}”")
    return None


def why_silent(parser: LexborHTMLParser, text: str) -> Trouble:
    """Why a page has no entry. Takes the page apart: its links and scripts are gone afterwards."""
    if parser.css_first("input[type=password]") is not None:
        return Trouble("login", "asks for a login in place of the list")
    if gone := says_it_is_gone(parser):
        return gone
    parser.strip_tags(_NO_TEXT)
    own = narrow(parser.body.text()) if parser.body is not None else ""
    if len(own) < _FEW and (found := _SOFT_404.search(own)):
        return Trouble("soft_404", f"answers with a page that says “{found[0]}”")
    if found := _SAID_EMPTY.search(own):
        return Trouble("said_empty", f"says that it has nothing: “{found[0]}”")
    if len(own) < _FEW and (found := _LOGIN.search(own)):
        return Trouble("login", f"asks for a login in place of the list: “{found[0]}”")
    is_bare = len(own) < _BARE and "<script" in text.lower()
    if _MADE.search(text) or is_bare:
        return Trouble("scripted", "is made by a script, and holds no list of its own")
    return Trouble("empty", "holds no entry")

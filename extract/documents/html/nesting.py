"""Pages made to stop a parser: tags nested without end, tags of endless attributes."""

import re

from warehouse.errors import UnreadableError

_DEEPEST = 25_000
"""Browsers stop at 512; broken old pages, whose tags are never closed, come to some thousands."""
_MOST_ATTRIBUTES = 2_000
# Tags that hold nothing, or end by themselves where the next one begins.
_SHALLOW = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr p li dd dt option optgroup tr td th
    tbody thead tfoot colgroup script style
    """.split()  # noqa: SIM905 (a list of names in quotes is not read)
)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,15})(?![A-Za-z0-9])")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{20000}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def check_nesting(page: str) -> None:
    """Refuse a page that a parser would need minutes for: its time grows with the square of both numbers.

    Raises UnreadableError broken: tags nested deeper than 25,000, or more than 2,000 attributes in one.
    """
    depth = 0
    for match in _TAG.finditer(page):
        if match["name"].lower() not in _SHALLOW:
            depth = max(depth - 1, 0) if match["close"] else depth + 1
        if depth > _DEEPEST:
            raise _refusal(f"nests more than {_DEEPEST} tags")
    for match in _LONG_TAG.finditer(page):
        end = page.find(">", match.start())
        # Pictures stand within quotes, in lines of base64.
        tag = _QUOTED.sub("", page[match.start() : end if end >= 0 else len(page)])
        if len(tag.split()) > _MOST_ATTRIBUTES:
            raise _refusal(f"has a tag of more than {_MOST_ATTRIBUTES} attributes")


def _refusal(what: str) -> UnreadableError:
    return UnreadableError(what, "", "look at it by hand: no report is made so", "broken")

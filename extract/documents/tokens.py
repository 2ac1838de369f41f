"""An HTML page as a flat list of tokens: no recursion, whatever the depth of the page."""

import re
from dataclasses import dataclass, field
from enum import IntEnum

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "iframe", "svg", "canvas", "map", "object", "embed", "head")
    + ("select", "option", "button", "textarea")
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class What(IntEnum):
    """What a token is."""

    OPEN = 0
    TEXT = 1
    CLOSE = 2
    COMMENT = 3


@dataclass(slots=True)
class Token:
    """A tag that opens or closes, a text, or a comment. `end` is where an opened element closes."""

    what: What
    name: str = ""
    text: str = ""
    attributes: dict[str, str | None] = field(default_factory=dict)
    end: int = -1

    def marks(self) -> list[str]:
        """Its id, its classes and its tag name in lower case: what a content system is known by."""
        names = f"{self.attributes.get('id') or ''} {self.attributes.get('class') or ''} {self.name}"
        return names.lower().split()


def tokens_of(parser: LexborHTMLParser, *, hidden: bool) -> list[Token]:
    """The page's body in document order without scripts and styles; `hidden` elements if asked for."""
    tokens: list[Token] = []
    opened: list[Token] = []
    node: LexborNode | None = parser.body
    while node is not None:
        entered = _enter(node, tokens, hidden=hidden)
        if entered is not None:
            opened.append(entered)
            if (child := node.child) is not None:
                node = child
                continue
            _leave(tokens, opened)
        node = _following(node, tokens, opened)
    return tokens


def _enter(node: LexborNode, tokens: list[Token], *, hidden: bool) -> Token | None:
    if node.is_text_node:
        tokens.append(Token(What.TEXT, text=node.text_content or ""))
    elif node.is_comment_node:
        tokens.append(Token(What.COMMENT, text=node.comment_content or ""))
    elif (tag := node.tag or "") not in _SKIPPED:
        attributes = node.attributes
        if hidden or not _HIDDEN.search(attributes.get("style") or ""):
            token = Token(What.OPEN, name=tag, attributes=attributes)
            tokens.append(token)
            return token
    return None


def _leave(tokens: list[Token], opened: list[Token]) -> None:
    token = opened.pop()
    token.end = len(tokens)
    tokens.append(Token(What.CLOSE, name=token.name))


def _following(node: LexborNode, tokens: list[Token], opened: list[Token]) -> LexborNode | None:
    """The next node after `node` and all it holds; elements left on the way are closed."""
    while opened:
        if (sibling := node.next) is not None:
            return sibling
        parent = node.parent
        _leave(tokens, opened)
        if parent is None:
            return None
        node = parent
    return None

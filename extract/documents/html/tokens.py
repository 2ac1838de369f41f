"""An HTML page as a flat list of tokens: no recursion, whatever the depth of the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.documents.html.styles import Looks, style_sheet_of
from extract.documents.lines.notes import is_note_mark, set_above

_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "iframe", "svg", "canvas", "map", "object", "embed", "head")
    + ("select", "option", "button", "textarea", "rt", "rp")
)
_LINE = 40
"""Characters before text set above the line that tell what it is."""
_MARK_TOKENS = 20
"""No mark of a note is made of more tags and texts."""
_NOTE_PLACE = re.compile(r"(?i)_*(?:ftn|edn|fn|en|note|foot|end|ref|cite|sd|zhu|n|f)[a-z_-]*\d")


class What(IntEnum):
    """What a token is."""

    OPEN = 0
    TEXT = 1
    CLOSE = 2
    COMMENT = 3


@dataclass(slots=True)
class Token:
    """A tag that opens or closes, a text, or a comment. `end` is where an opened element closes.

    `raised`: its text stands above the line. `grounded`: it stands on a colour other than the page's.
    """

    what: What
    name: str = ""
    text: str = ""
    attributes: dict[str, str | None] = field(default_factory=dict)
    end: int = -1
    raised: bool = False
    grounded: bool = False
    _marks: list[str] | None = None

    def marks(self) -> list[str]:
        """Its id, its classes and its tag name in lower case: what a content system is known by."""
        if self._marks is None:
            names = f"{self.attributes.get('id') or ''} {self.attributes.get('class') or ''} {self.name}"
            self._marks = names.lower().split()
        return self._marks


def tokens_of(parser: LexborHTMLParser, *, hidden: bool) -> list[Token]:
    """The page's body in document order without scripts and styles; `hidden` elements if asked for.

    Hidden is also what is struck, white on white or off the page. Marks of notes above the line are left
    out, powers there are written as such (m²).
    """
    tokens: list[Token] = []
    opened: list[Token] = []
    looks = Looks(style_sheet_of(node.text(deep=True) for node in parser.css("style")))
    node: LexborNode | None = parser.body
    while node is not None:
        entered = _enter(node, tokens, looks, grounded=bool(opened) and opened[-1].grounded, hidden=hidden)
        if entered is not None:
            opened.append(entered)
            if (child := node.child) is not None:
                node = child
                continue
            _leave(tokens, opened)
        node = _following(node, tokens, opened)
    _set_marks_above(tokens)
    return tokens


def _enter(
    node: LexborNode, tokens: list[Token], looks: Looks, *, grounded: bool, hidden: bool
) -> Token | None:
    if node.is_text_node:
        tokens.append(Token(What.TEXT, text=node.text_content or ""))
    elif node.is_comment_node:
        tokens.append(Token(What.COMMENT, text=node.comment_content or ""))
    elif (tag := node.tag or "") not in _SKIPPED:
        attributes = node.attributes
        look = looks.look_of(tag, attributes)
        if hidden or not (look.is_unseen or (look.is_white and not grounded)):
            ground = grounded or look.has_ground
            token = Token(What.OPEN, name=tag, attributes=attributes, raised=look.is_raised, grounded=ground)
            tokens.append(token)
            return token
    return None


def _set_marks_above(tokens: Sequence[Token]) -> None:
    """Write what stands above the line, and links to notes, as they are to be read on it."""
    before = ""
    for position, token in enumerate(tokens):
        if token.what is What.TEXT:
            before = (before + token.text)[-_LINE:]
        elif token.what is What.OPEN and (token.raised or token.name == "a"):
            inner = _short_text(tokens, position)
            text = "".join(one.text for one in inner)
            written = set_above(before, text) if token.raised else _without_link(token, text)
            if written != text:
                for one in inner:
                    one.text = ""
                inner[0].text = written


def _short_text(tokens: Sequence[Token], position: int) -> list[Token]:
    """The texts within an element; none where there is more in it than a mark."""
    inner = tokens[position : min(tokens[position].end, position + _MARK_TOKENS)]
    whole = len(inner) == tokens[position].end - position
    return [token for token in inner if token.what is What.TEXT] if whole else []


def _without_link(token: Token, text: str) -> str:
    """What a link to a note in its own page is written as: nothing, if its words are a mark."""
    _, found, place = (token.attributes.get("href") or "").partition("#")
    named = _NOTE_PLACE.match(place) is not None
    return "" if found and place and is_note_mark(text) and (named or not text.strip().isdecimal()) else text


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

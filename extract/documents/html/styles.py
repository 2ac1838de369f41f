"""What the style of an HTML element says of its text: hidden, struck, white, raised."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

_STRUCK_TAGS = frozenset(("del", "s", "strike"))
_INLINE = frozenset(("span", "font", "b", "strong", "em", "i", "u", "p", "small", "big"))
"""White text of others (heads of tables, menus) may stand on a colour that a style sheet gives them."""
_NONE = r"0*\.?0+(?:px|pt|em|rem|%)?(?![\d.])"
_UNSEEN = re.compile(
    rf"""
    (?: ^ | ; ) (?:
        display:none | visibility:(?:hidden|collapse) | mso-hide:all | font-size:{_NONE} | opacity:{_NONE}
      | text-decoration(?:-line)?:[^;]*line-through | text-line-through:(?!none)
      | clip:rect\((?:0(?:px)?[,)]){{4}}
      | (?: left | right | top | text-indent | margin-left | margin-top ):-\d{{4,}}(?:\.\d+)?(?:px|pt)
    )
    """,
    re.VERBOSE,
)
# Two points and more; less is how office programs set a line straight.
_RAISED = re.compile(
    r"(?:^|;)(?:vertical-align:(?:super|(?:[2-9]|\d\d)[\d.]*(?:px|pt|%)|0?\.[2-9]\d*em)|mso-text-raise:[2-9])"
)
_TOP = re.compile(r"(?:^|;)vertical-align:(?:text-)?top")
_WHITE = (
    r"(?:white|transparent|\#fff|\#f[a-f]f[a-f]f[a-f]"
    r"|rgba?\((?:25[0-5],){2}25[0-5](?:,[\d.]+)?\)|rgba\([\d,]+,0\))"
)
_WHITE_STYLE = re.compile(rf"(?:^|;)color:{_WHITE}(?:!important)?(?:;|$)")
_WHITE_VALUE = re.compile(_WHITE)
_BACKGROUND = re.compile(rf"(?:^|;)background(?:-color|-image)?:(?!{_WHITE}(?:;|$)|none|inherit|initial)")
_NOTE_MARK = re.compile(r"(?i)\bMso(?:Foot|End)noteReference\b")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,4000})\}")
_NAME = re.compile(r"[.#][\w-]+")
_SIMPLE = re.compile(r"[a-z]*[.#][\w-]+")
_TELLING = ("class", "id", "style", "color", "bgcolor", "background")
"""The attributes, beside hidden, that an element's look comes from."""
_MOST = 1_000_000
"""Characters of style sheets that are looked at."""

Attributes = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The declarations of a page's own style sheets by class (.name) and id (#name), each of one rule alone.

    What several rules speak of is left out: which of them holds is for a browser to say.
    """

    declared: Mapping[str, str]

    def style_of(self, attributes: Attributes) -> str:
        """All declarations that hold for an element, in small letters and without spaces."""
        names = [f".{name}" for name in (attributes.get("class") or "").lower().split()]
        names.append(f"#{(attributes.get('id') or '').strip().lower()}")
        own = re.sub(r"\s+", "", (attributes.get("style") or "").lower())
        return ";".join([own, *(self.declared[name] for name in names if name in self.declared)])


def style_sheet_of(texts: Iterable[str]) -> StyleSheet:
    """The style sheet of a page's style elements.

    >>> style_sheet_of([".note { display: none }"]).declared
    {'.note': 'display:none'}
    """
    text = _COMMENT.sub("", "\n".join(texts)[:_MOST]).lower()
    declared: dict[str, list[str]] = defaultdict(list)
    named: Counter[str] = Counter()
    for selectors, body in _RULE.findall(text):
        for selector in selectors.split(","):
            names = _NAME.findall(selector)
            named.update(names)
            if len(names) == 1 and _SIMPLE.fullmatch(selector.strip()):
                declared[names[0]].append(re.sub(r"\s+", "", body))
    return StyleSheet({name: own[0] for name, own in declared.items() if named[name] == 1})


class Look(NamedTuple):
    """What an element's tag and style say of its text (hidden, white, above the line) and its ground."""

    is_unseen: bool
    is_white: bool
    is_raised: bool
    has_ground: bool


class Looks:
    """The looks of a page's elements, each worked out once: a page from Word has thousands of a few kinds."""

    def __init__(self, sheet: StyleSheet) -> None:
        self._sheet = sheet
        self._known: dict[tuple[str | None, ...], Look] = {}

    def look_of(self, name: str, attributes: Attributes) -> Look:
        """The look of an element of some tag name and attributes."""
        told = tuple(map(attributes.get, _TELLING)) if attributes else ()
        key = (name, "hidden" if "hidden" in attributes else None, *told)
        look = self._known.get(key)
        if look is None:
            style = self._sheet.style_of(attributes)
            look = self._known[key] = Look(
                is_unseen(name, attributes, style),
                is_white(name, attributes, style),
                is_raised(name, attributes, style),
                has_ground(attributes, style),
            )
        return look


def is_unseen(name: str, attributes: Attributes, style: str) -> bool:
    """Whether an element is hidden or struck by its tag or style; white text: see is_white."""
    return name in _STRUCK_TAGS or "hidden" in attributes or _UNSEEN.search(style) is not None


def is_white(name: str, attributes: Attributes, style: str) -> bool:
    """Whether an element's text is white, its ground being that of what is round it."""
    if name not in _INLINE or has_ground(attributes, style):
        return False
    colour = (attributes.get("color") or "").strip().lower()
    return bool(_WHITE_VALUE.fullmatch(colour) or _WHITE_STYLE.search(style))


def has_ground(attributes: Attributes, style: str) -> bool:
    """Whether an element has a background of its own that is not white."""
    colour = (attributes.get("bgcolor") or attributes.get("background") or "").strip().lower()
    return bool((colour and not _WHITE_VALUE.fullmatch(colour)) or _BACKGROUND.search(style))


def is_raised(name: str, attributes: Attributes, style: str) -> bool:
    """Whether an element's text stands above the line: sup, vertical-align, the mark of a note in Word."""
    if name == "sup" or _NOTE_MARK.search(attributes.get("class") or ""):
        return True
    is_small = "font-size:" in style and _TOP.search(style) is not None
    return name in _INLINE | {"a"} and (is_small or _RAISED.search(style) is not None)

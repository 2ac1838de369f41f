"""What the properties of a Word run say of its text: hidden or struck, or set above the line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from extract.documents.files.xml import attribute, child, children

_OFF = frozenset(("0", "false", "off", "none"))
_UNSEEN = ("vanish", "strike", "dstrike")
_TINY = 2
"""Half points: type of one point is there to be found by programs, not by readers."""
_RAISED = 4
"""Half points: from there on text that is moved up stands above the line."""
_DEEPEST = 20
"""Styles that are based one on the other."""


@dataclass(frozen=True, slots=True)
class RunStyles:
    """The run properties of a file's styles, by the style's id, and on what style each is based."""

    properties: Mapping[str, Element] = field(default_factory=dict)
    based_on: Mapping[str, str] = field(default_factory=dict)

    def is_unseen(self, run: Element, paragraph: Element | None, *, on_paper: bool) -> bool:
        """Whether a run is hidden, struck, tiny, or white `on_paper` (outside tables and boxes).

        `paragraph` is the properties of its paragraph.
        """
        own = child(run, "rPr")
        if any(self._is_on(own, paragraph, name) for name in _UNSEEN):
            return True
        if 0 < _number(attribute(child(own, "sz"), "val")) <= _TINY:
            return True
        grounds = (child(own, "shd"), child(own, "highlight"), child(paragraph, "shd"))
        return on_paper and _is_white(own) and not any(map(_is_coloured, grounds))

    def is_raised(self, run: Element) -> bool:
        """Whether a run stands above the line."""
        own = child(run, "rPr")
        aligned = self._property(own, None, "vertAlign")
        if aligned is not None:
            return attribute(aligned, "val") == "superscript"
        return _number(attribute(child(own, "position"), "val")) >= _RAISED

    def _is_on(self, own: Element | None, paragraph: Element | None, name: str) -> bool:
        found = self._property(own, paragraph, name)
        return found is not None and attribute(found, "val").lower() not in _OFF

    def _property(self, own: Element | None, paragraph: Element | None, name: str) -> Element | None:
        """A property of a run, its own or of its style or of its paragraph's style."""
        if (found := child(own, name)) is not None:
            return found
        for style in (attribute(child(own, "rStyle"), "val"), attribute(child(paragraph, "pStyle"), "val")):
            for _ in range(_DEEPEST):
                if (found := child(self.properties.get(style), name)) is not None:
                    return found
                style = self.based_on.get(style, "")
        return None


def run_styles_of(styles: Element | None) -> RunStyles:
    """Read the run properties out of styles.xml, which may be missing."""
    properties: dict[str, Element] = {}
    based_on: dict[str, str] = {}
    for style in children(styles, "style"):
        name = attribute(style, "styleId")
        based_on[name] = attribute(child(style, "basedOn"), "val")
        if (own := child(style, "rPr")) is not None:
            properties[name] = own
    return RunStyles(properties, based_on)


def _is_white(properties: Element | None) -> bool:
    colour = attribute(child(properties, "color"), "val").lower()
    themed = attribute(child(properties, "color"), "themeColor").lower()
    return themed in ("background1", "light1") or (
        len(colour) == 6 and all(colour[place] == "f" and colour[place + 1] >= "a" for place in (0, 2, 4))
    )


def _is_coloured(ground: Element | None) -> bool:
    colour = (attribute(ground, "fill") or attribute(ground, "val")).lower()
    return colour not in ("", "auto", "ffffff", "white", "none", "clear", "nil")


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 6 else 0

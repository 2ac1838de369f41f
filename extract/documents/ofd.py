"""A document out of an OFD file (GB/T 33190-2016): its text codes alone, never its shapes."""

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element

from extract.documents.glyphs import MAX_PAGES, Glyph, Page, printed_once
from extract.documents.office import Package, package_of
from extract.documents.pdf import read_pages
from extract.documents.xml import attribute, child, children, local_name
from warehouse.errors import UnreadableError
from warehouse.records import Document

_POINTS = 72 / 25.4
"""Points in a millimetre, OFD's unit."""
_FARTHEST = 100_000.0
"""A hundred metres; not a number and infinity are farther."""
_SAME = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_ofd(data: bytes) -> Document:
    """Read an OFD: characters by the places of its text objects, lines and paragraphs as in a PDF.

    Raises UnreadableError: no_text_layer where its text is drawn as shapes or its codes are no characters,
    broken, encrypted, too_large.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            pages = tuple(_pages(package_of(package)))
    except (KeyError, ValueError, IndexError) as error:
        raise UnreadableError(f"is a broken OFD file: {error}", "", "fetch it again", "broken") from error
    return read_pages(pages, "ofd")


def _pages(package: Package) -> Iterator[Page]:
    root = _text(child(child(package.part("OFD.xml"), "DocBody"), "DocRoot")).lstrip("/")
    document = package.part(root)
    box = _text(child(child(child(document, "CommonData"), "PageArea"), "PhysicalBox")) or "0 0 210 297"
    listed = list(children(child(document, "Pages"), "Page"))
    if len(listed) > MAX_PAGES:
        raise UnreadableError(f"has {len(listed)} pages", "", "give the report itself", "too_large")
    for page in listed:
        name = posixpath.normpath(posixpath.join(posixpath.dirname(root), attribute(page, "BaseLoc")))
        content = package.part(name)
        own = _text(child(child(content, "Area"), "PhysicalBox")) or box
        _, _, width, height = _numbers(own)
        glyphs = (glyph for thing in content.iter() for glyph in _glyphs(thing, height))
        kept, doubled = printed_once(glyphs)
        yield Page(width * _POINTS, height * _POINTS, tuple(kept), tuple(doubled), ())


def _glyphs(thing: Element, height: float) -> Iterator[Glyph]:
    """The characters of a text object, each from its start to where the next one begins."""
    if local_name(thing) != "TextObject":
        return
    left, top, _, _ = _numbers(attribute(thing, "Boundary"))
    a, b, c, d, e, f = _numbers(attribute(thing, "CTM")) or _SAME
    size = _number(attribute(thing, "Size") or "0")
    for code in children(thing, "TextCode"):
        x, y = _number(attribute(code, "X") or "0"), _number(attribute(code, "Y") or "0")
        text = (code.text or "").strip("\r\n")
        rises = _deltas(attribute(code, "DeltaY"))
        for number, (character, step) in enumerate(zip(text, _steps(text, code, size), strict=False)):
            start = left + a * x + c * y + e
            baseline = height - (top + b * x + d * y + f)
            edges = (start * _POINTS, (start + abs(a) * step) * _POINTS)
            lost = character == "\ufffd" or 0xE000 <= ord(character) <= 0xF8FF
            yield Glyph(character, *edges, baseline * _POINTS, abs(d) * size * _POINTS, unmapped=lost)
            x += step
            y += rises[number] if number < len(rises) else 0


def _steps(text: str, code: Element, size: float) -> list[float]:
    """How far each character moves on; the last one by its own width."""
    deltas = _deltas(attribute(code, "DeltaX"))
    widths = [size if ord(character) > 0x2E7F else size / 2 for character in text]
    return [*deltas[: max(len(text) - 1, 0)], *widths[len(deltas) :], *widths[-1:]]


def _deltas(text: str) -> list[float]:
    """Steps as OFD writes them: `g 3 5.6` stands for three steps of 5.6."""
    steps: list[float] = []
    words = iter(text.split())
    for word in words:
        if word == "g":
            count, step = int(next(words, "0")), _number(next(words, "0"))
            steps += [step] * min(count, 10_000)
        else:
            steps.append(_number(word))
    return steps


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(_number(word) for word in text.split())


def _number(word: str) -> float:
    """A number in OFD's units. Raises ValueError for none, and for what no page is large enough for."""
    number = float(word)
    if not abs(number) <= _FARTHEST:
        raise ValueError(f"{word} is no place on a page")
    return number


def _text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""

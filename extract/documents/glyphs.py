"""The glyphs of a PDF's pages with their places, each printed once."""

import ctypes
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from warehouse.errors import UnreadableError

MAX_PAGES = 500
"""The longest reports have some sixty pages."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and the box of its advance, in points from the lower left; `unmapped`: unknown."""

    character: str
    left: float
    right: float
    bottom: float
    top: float
    unmapped: bool = False

    @property
    def size(self) -> float:
        """Height of its box: the size of its type."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Height of its middle over the page's lower edge."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size, its glyphs in the file's order, and how many were dropped as printed twice."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    doubled: tuple[Glyph, ...]


def pages_of(data: bytes) -> tuple[Page, ...]:
    """The pages of a PDF. Raises UnreadableError: encrypted, broken, too_large (more than MAX_PAGES)."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            what = "is encrypted and asks for a password"
            raise UnreadableError(what, "", "save it without a password", "encrypted") from error
        raise UnreadableError(f"is a broken PDF: {error}", "", "fetch it again", "broken") from error
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableError(f"has {len(document)} pages", "", "give the report itself", "too_large")
        return tuple(_page(document, number) for number in range(len(document)))
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"has a broken page: {error}", "", "fetch it again", "broken") from error
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    page = document[number]
    text = page.get_textpage()
    try:
        width, height = page.get_size()
        kept, doubled = _printed_once(_glyphs(text.raw))
        return Page(width, height, tuple(kept), tuple(doubled))
    finally:
        text.close()
        page.close()


def _glyphs(text: "ctypes._Pointer[pdfium.fpdf_textpage_t__]") -> Iterator[Glyph]:
    box = pdfium.FS_RECTF()
    for index in range(pdfium.FPDFText_CountChars(text)):
        # Spaces and line ends that pdfium adds by its own guess: we measure for ourselves.
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in (0x0D, 0x0A) or not pdfium.FPDFText_GetLooseCharBox(text, index, box):
            continue
        unmapped = _is_unmapped(code) or pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
        yield Glyph(_character(code), box.left, box.right, box.bottom, box.top, unmapped)


def _is_unmapped(code: int) -> bool:
    """No character, the replacement character, or one for private use."""
    return code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF or code < 0x09


def _character(code: int) -> str:
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF or _is_unmapped(code):
        return "\ufffd"
    return chr(code)


def _printed_once(glyphs: Iterator[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """Glyphs apart from those that repeat the same character at nearly the same place.

    Fake bold is drawn so. The place decides and never the string: 22 stays 22.
    """
    kept: list[Glyph] = []
    doubled: list[Glyph] = []
    places: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        column, row = int(glyph.left // 4), int(glyph.bottom // 4)
        near = (
            other
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in places.get((glyph.character, x, y), ())
        )
        if glyph.character.strip() and any(_same_place(glyph, other) for other in near):
            doubled.append(glyph)
        else:
            kept.append(glyph)
            places[glyph.character, column, row].append(glyph)
    return kept, doubled


def _same_place(one: Glyph, other: Glyph) -> bool:
    width = min(one.right - one.left, other.right - other.left)
    return abs(one.left - other.left) < 0.35 * width and abs(one.bottom - other.bottom) < 0.2 * one.size

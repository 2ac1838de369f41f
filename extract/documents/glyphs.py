"""The glyphs of a PDF's pages with their places, each printed once."""

import ctypes
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import hypot

import pypdfium2
import pypdfium2.raw as pdfium

from extract.documents.geometry import Matrix, bounds, upright
from extract.documents.rulings import Ruling, pictured, rulings_of
from warehouse.errors import UnreadableError

MAX_PAGES = 500
"""The longest reports have some sixty pages."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character, from the left to the right edge of its advance, in points from the lower left.

    `baseline` is the height of the line it stands on, whatever its font; `size` that of its type.
    `unmapped`: no known character.
    """

    character: str
    left: float
    right: float
    baseline: float
    size: float
    unmapped: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size, glyphs in the file's order, those dropped as printed twice, and its ruled lines.

    `pictured`: how much of it pictures cover; over 1 where they lie one on the other. `scanned`: its glyphs
    were read off a picture.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    doubled: tuple[Glyph, ...]
    rulings: tuple[Ruling, ...]
    pictured: float = 0.0
    scanned: bool = False


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
        shown = upright(page.get_bbox(), page.get_rotation() // 90)
        kept, doubled = printed_once(_glyphs(text.raw, shown))
        share = pictured(page.raw, shown) / (width * height) if width * height else 0.0
        return Page(width, height, tuple(kept), tuple(doubled), rulings_of(page.raw, shown), share)
    finally:
        text.close()
        page.close()


def _glyphs(text: "ctypes._Pointer[pdfium.fpdf_textpage_t__]", shown: Matrix) -> Iterator[Glyph]:
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(pdfium.FPDFText_CountChars(text)):
        # Spaces and line ends that pdfium adds by its own guess: we measure for ourselves.
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in (0x0D, 0x0A) or not pdfium.FPDFText_GetLooseCharBox(text, index, box):
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        corners = shown.of((box.left, box.bottom)), shown.of((box.right, box.top))
        left, bottom, right, top = bounds(corners)
        unmapped = _is_unmapped(code) or pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
        size = _size(text, index) or top - bottom
        yield Glyph(_character(code), left, right, shown.of((x.value, y.value))[1], size, unmapped)


def _size(text: "ctypes._Pointer[pdfium.fpdf_textpage_t__]", index: int) -> float:
    """The size of type as it is printed; boxes of two fonts in one line are not of the same height."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    return float(pdfium.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d))


def _is_unmapped(code: int) -> bool:
    """No character, the replacement character, or one for private use."""
    return code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF or code < 0x09


def _character(code: int) -> str:
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF or _is_unmapped(code):
        return "\ufffd"
    return chr(code)


def printed_once(glyphs: Iterable[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """Glyphs apart from those that repeat the same character at nearly the same place.

    Fake bold is drawn so. The place decides and never the string: 22 stays 22.
    """
    kept: list[Glyph] = []
    doubled: list[Glyph] = []
    places: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        column, row = int(glyph.left // 4), int(glyph.baseline // 4)
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
    return abs(one.left - other.left) < 0.35 * width and abs(one.baseline - other.baseline) < 0.2 * one.size

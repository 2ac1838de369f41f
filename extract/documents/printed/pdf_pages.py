"""The pages of a PDF as pdfium reads them: every character with its place, its direction and its ink."""

import ctypes
from collections.abc import Iterator
from math import atan2, degrees, hypot

import pypdfium2
import pypdfium2.raw as pdfium

from extract.documents.printed.geometry import Matrix, bounds, upright
from extract.documents.printed.glyphs import MAX_PAGES, Page
from extract.documents.printed.printing import Ink, Printed, ink_of, page_of
from extract.documents.printed.rulings import grounds_of, pictured, rulings_of
from warehouse.errors import UnreadableError

_NO_INK = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))


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
        printed = tuple(_printed(text.raw, shown))
        share = pictured(page.raw, shown) / (width * height) if width * height else 0.0
        is_white = any(one.ink is Ink.WHITE for one in printed)
        grounds = grounds_of(page.raw, shown) if is_white else ()
        return page_of(printed, (width, height), rulings_of(page.raw, shown), grounds, share)
    finally:
        text.close()
        page.close()


def _printed(text: "ctypes._Pointer[pdfium.fpdf_textpage_t__]", shown: Matrix) -> Iterator[Printed]:
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix = pdfium.FS_MATRIX()
    for index in range(pdfium.FPDFText_CountChars(text)):
        # Spaces and line ends that pdfium adds by its own guess: we measure for ourselves.
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in (0x0D, 0x0A) or not pdfium.FPDFText_GetLooseCharBox(text, index, box):
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        placed = bounds((shown.of((box.left, box.bottom)), shown.of((box.right, box.top))))
        # The size of type as it is printed; boxes of two fonts in one line are not of the same height.
        size = pdfium.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
        yield Printed(
            _character(code),
            placed,
            shown.of((x.value, y.value)),
            float(size) or placed[3] - placed[1],
            _angle(matrix, shown),
            _ink(text, index),
            unmapped=_is_unmapped(code) or pdfium.FPDFText_HasUnicodeMapError(text, index) == 1,
        )


def _angle(matrix: pdfium.FS_MATRIX, shown: Matrix) -> float:
    """The direction of the line on the page as shown, in degrees against the clock."""
    along, across = shown.a * matrix.a + shown.c * matrix.b, shown.b * matrix.a + shown.d * matrix.b
    return degrees(atan2(across, along)) if along or across else 0.0


def _ink(text: "ctypes._Pointer[pdfium.fpdf_textpage_t__]", index: int) -> Ink:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    mode = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text, index))
    if mode in _NO_INK:
        return Ink.NONE
    is_stroked = mode == pdfium.FPDF_TEXTRENDERMODE_STROKE
    colour_of = pdfium.FPDFText_GetStrokeColor if is_stroked else pdfium.FPDFText_GetFillColor
    # Patterns have no colour of their own; they are seen.
    if not colour_of(text, index, red, green, blue, alpha):
        return Ink.DARK
    return ink_of((red.value, green.value, blue.value), alpha.value)


def _is_unmapped(code: int) -> bool:
    """No character, the replacement character, or one for private use."""
    return code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF or code < 0x09


def _character(code: int) -> str:
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF or _is_unmapped(code):
        return "\ufffd"
    return chr(code)

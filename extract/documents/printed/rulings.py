"""The lines ruled on a PDF's page (strokes, thin filled shapes, edges of boxes), and its pictures."""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2.raw as pdfium

from extract.documents.printed.geometry import Box, Matrix, Point, bounds

_THIN = 3.0
"""Points: a filled shape up to this thickness is a line, a thicker one a box or a background."""
_SLANT = 0.5
_WHITE = 250
_MAX_LINES = 20_000
"""A page with more of them is a map or a chart."""
_MAX_GROUNDS = 500
"""A page with more coloured shapes is a picture as a whole."""
_MAX_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line along the page: `level` across it, else upright.

    `at` is its height or its distance from the left, `start` to `end` how far it goes, in points.
    """

    level: bool
    at: float
    start: float
    end: float


def rulings_of(page: "ctypes._Pointer[pdfium.fpdf_page_t__]", shown: Matrix) -> tuple[Ruling, ...]:
    """All lines that can be seen on a page, `shown` from its own space; () where it is a map or a chart.

    White lines and those without opacity are none. An underline is one: it makes no table alone.
    """
    rulings: list[Ruling] = []
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, number)
        for drawn, placed in _drawn(pdfium.FPDF_PAGEOBJ_PATH, thing, shown, 0):
            rulings += _of_path(drawn, placed)
            if len(rulings) > _MAX_LINES:
                return ()
    return tuple(rulings)


def pictured(page: "ctypes._Pointer[pdfium.fpdf_page_t__]", shown: Matrix) -> float:
    """The area of all pictures on a page in square points: scanners cut a sheet into strips."""
    area = 0.0
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, number)
        for _, placed in _drawn(pdfium.FPDF_PAGEOBJ_IMAGE, thing, shown, 0):
            area += abs(placed.a * placed.d - placed.b * placed.c)
    return area


def grounds_of(page: "ctypes._Pointer[pdfium.fpdf_page_t__]", shown: Matrix) -> tuple[Box, ...]:
    """Where a page is of another colour than white: the boxes of filled shapes and of pictures."""
    grounds: list[Box] = []
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, number)
        for _, placed in _drawn(pdfium.FPDF_PAGEOBJ_IMAGE, thing, shown, 0):
            grounds.append(bounds(placed.of(corner) for corner in ((0, 0), (1, 1), (0, 1), (1, 0))))
        for path, placed in _drawn(pdfium.FPDF_PAGEOBJ_PATH, thing, shown, 0):
            if _is_filled(path):
                grounds += (bounds(piece) for piece in _pieces(path, placed))
        if len(grounds) > _MAX_GROUNDS:
            corners = [
                corner for left, bottom, right, top in grounds for corner in ((left, bottom), (right, top))
            ]
            return (bounds(corners),)
    return tuple(grounds)


def _is_filled(path: "ctypes._Pointer[pdfium.fpdf_pageobject_t__]") -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value) and _is_seen(path, pdfium.FPDFPageObj_GetFillColor)


def _drawn(
    wanted: int, thing: "ctypes._Pointer[pdfium.fpdf_pageobject_t__]", shown: Matrix, depth: int
) -> Iterator[tuple["ctypes._Pointer[pdfium.fpdf_pageobject_t__]", Matrix]]:
    """A thing of the kind wanted, or those of a form within the page, with the map from their space to it."""
    kind = pdfium.FPDFPageObj_GetType(thing)
    if kind not in (wanted, pdfium.FPDF_PAGEOBJ_FORM):
        return
    raw = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, raw)
    placed = shown.after(Matrix(raw.a, raw.b, raw.c, raw.d, raw.e, raw.f))
    if kind == wanted:
        yield thing, placed
    elif depth < _MAX_DEPTH:
        for number in range(pdfium.FPDFFormObj_CountObjects(thing)):
            yield from _drawn(wanted, pdfium.FPDFFormObj_GetObject(thing, number), placed, depth + 1)


def _of_path(path: "ctypes._Pointer[pdfium.fpdf_pageobject_t__]", placed: Matrix) -> Iterator[Ruling]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    stroked = bool(stroke.value) and _is_seen(path, pdfium.FPDFPageObj_GetStrokeColor)
    filled = _is_filled(path)
    if not (stroked or filled):
        return
    for piece in _pieces(path, placed):
        if line := _line(piece):
            yield line
        elif stroked:
            yield from (edge for ends in pairwise(piece) if (edge := _line(ends)))


def _is_seen(path: "ctypes._Pointer[pdfium.fpdf_pageobject_t__]", colour_of: Callable[..., int]) -> bool:
    """Whether a colour is neither white nor without opacity; one that cannot be told is seen."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour_of(path, red, green, blue, alpha):
        return True
    return bool(alpha.value) and min(red.value, green.value, blue.value) < _WHITE


def _pieces(path: "ctypes._Pointer[pdfium.fpdf_pageobject_t__]", placed: Matrix) -> Iterator[Sequence[Point]]:
    """The connected pieces of a path: the points of each, closed ones back to the first."""
    x, y = ctypes.c_float(), ctypes.c_float()
    piece: list[Point] = []
    for number in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            yield from (piece,) if len(piece) > 1 else ()
            piece = []
        piece.append(placed.of((x.value, y.value)))
        if pdfium.FPDFPathSegment_GetClose(segment):
            piece.append(piece[0])
    if len(piece) > 1:
        yield piece


def _line(points: Sequence[Point]) -> Ruling | None:
    """The line that points lie along; None where they enclose a box or run slant."""
    left, bottom, right, top = bounds(points)
    width, height = right - left, top - bottom
    limit = _THIN if len(points) > 2 else _SLANT
    if height <= limit and height < width:
        return Ruling(level=True, at=(bottom + top) / 2, start=left, end=right)
    if width <= limit and width < height:
        return Ruling(level=False, at=(left + right) / 2, start=bottom, end=top)
    return None

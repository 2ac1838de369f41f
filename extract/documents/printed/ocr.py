"""A document out of a scanned PDF: its pages drawn and read by OCR, and told as such.

RapidOCR (Apache License 2.0, the models in its wheel, no network) is the extra `ocr`. What a machine guessed
from a picture is never a sure reading: the document always carries issues, so that it is read with holes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from statistics import fmean, median
from typing import Any

import pypdfium2

from extract.documents.printed.glyphs import Glyph, Page
from extract.documents.printed.pdf import is_picture, read_pages
from extract.documents.printed.pdf_pages import pages_of
from warehouse.errors import UnreadableError
from warehouse.records import Document, Format, Issue

MAX_PAGES = 40
"""A page takes one processor three to four seconds."""
_LONGEST_SIDE = 2000
_DOTS = 200 / 72
"""Of an A4 page: what scanners give, and what RapidOCR itself would shrink a larger picture to."""
_UNSURE = 0.9
_NO_TEXT = 0.5
"""Below this a stamp, a signature or a speck was taken for writing."""
_LEGIBLE = 0.8
"""Mean confidence; of a scan at 40 dots an inch it is 0.97 and nearly all is right, at 26 it is 0.64."""
_LONG = 5
"""In heights of a line: a line so long tells how the page lies."""
_MARGIN = 0.25
"""In heights of a line: what boxes leave free left and right of the writing."""
_ONE_SIZE = 0.25
_WAY_OUT = "look for a Word or web version"
SWITCH_ON = f"{_WAY_OUT}, or have it read by OCR: install fazhi[ocr] and set ocr = true (FAZHI_OCR=true)"


@dataclass(frozen=True, slots=True)
class Read:
    """One line of writing: page (from 0), words, how sure they are (0 to 1), and its edges in points."""

    page: int
    text: str
    score: float
    left: float
    right: float
    bottom: float
    height: float

    @property
    def size(self) -> float:
        """The size of its type, by its width: a box is as high as its highest sign and no higher."""
        return min((self.right - self.left) / sum(map(_width, self.text)), self.height)


def read_scanned(data: bytes) -> Document:
    """Read a PDF whose pages are pictures: lines by OCR, paragraphs by their places as in any PDF.

    Its issues tell that OCR read it and how surely (read_by_ocr), the lines that are unsure at their place
    (ocr_unsure), and what was left out as no writing (ocr_left_out). Raises UnreadableError: needs_ocr where
    the extra is not installed, too_large (more than MAX_PAGES), no_text_layer where nothing is legible.
    """
    pages = pages_of(data)
    found, told = _read(data, pages, range(len(pages)))
    return _with_issues(found, [Issue(0, len(found.text), "read_by_ocr", told)])


def read_pictures(data: bytes) -> Document:
    """Read a PDF with a text layer as read_pdf does, those of its pages that are pictures by OCR.

    Its issues are those of read_scanned, read_by_ocr at each stretch of the text that such a page gave.
    Raises UnreadableError as read_scanned does.
    """
    pages = pages_of(data)
    numbers = [number for number, page in enumerate(pages) if is_picture(page)]
    found, told = _read(data, pages, numbers)
    spans = [(issue.char_start, issue.char_end) for issue in found.issues if issue.kind == "read_by_ocr"]
    stretches = _joined(spans) or [(0, 0)]
    return _with_issues(found, [Issue(*stretch, "read_by_ocr", told) for stretch in stretches])


def _read(data: bytes, pages: Sequence[Page], numbers: Sequence[int]) -> tuple[Document, str]:
    """The document of `pages`, those of `numbers` as OCR reads them, and how surely it did."""
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        what = "has no text layer, and the OCR that the setting ocr asks for is not installed"
        raise UnreadableError(what, "", f"install fazhi[ocr], or {_WAY_OUT}", "needs_ocr")
    if len(numbers) > MAX_PAGES:
        what = f"has {len(numbers)} pages of pictures, over the limit of {MAX_PAGES} for OCR"
        raise UnreadableError(what, "", _WAY_OUT, "too_large")
    read = _read_pages(data, numbers)
    lines = [line for line in read if line.score >= _NO_TEXT]
    mean = fmean(line.score for line in lines) if lines else 0.0
    if mean < _LEGIBLE:
        what = f"has no text layer, and OCR reads its pages with a confidence of no more than {mean:.2f}"
        raise UnreadableError(what, "", _WAY_OUT, "no_text_layer")
    scanned = list(pages)
    for number in numbers:
        glyphs = tuple(_glyphs(lines, number))
        scanned[number] = replace(
            pages[number], glyphs=glyphs, doubled=(), rulings=(), scanned=True, turned=()
        )
    found = read_pages(scanned, Format.PDF)
    told = f"{len(numbers)} pages read by OCR, mean confidence {mean:.3f}: compare figures with the page"
    return replace(found, issues=(*_issues(read, found.text), *found.issues)), told


def _with_issues(found: Document, by_ocr: Sequence[Issue]) -> Document:
    others = (issue for issue in found.issues if issue.kind != "read_by_ocr")
    return replace(found, issues=(*by_ocr, *others))


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines one after the other as one stretch."""
    stretches: list[tuple[int, int]] = []
    for start, end in spans:
        if stretches and start == stretches[-1][1] + 1:
            stretches[-1] = stretches[-1][0], end
        else:
            stretches.append((start, end))
    return stretches


def _read_pages(data: bytes, numbers: Sequence[int]) -> list[Read]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [line for number in numbers for line in _read_page(document, number)]
    finally:
        document.close()


@cache
def _engine() -> Any:
    """The models, loaded once a process, which takes a second. One thread: there is a process a processor."""
    from rapidocr import RapidOCR

    threads = "EngineConfig.onnxruntime"
    settings = {f"{threads}.intra_op_num_threads": 1, f"{threads}.inter_op_num_threads": 1}
    return RapidOCR(params={"Global.log_level": "critical", "Global.text_score": 0.0, **settings})


def _read_page(document: pypdfium2.PdfDocument, number: int) -> Iterator[Read]:
    """Lines in the page's points, set level: on a scan aslant a row's last cell is beside the next row."""
    page = document[number]
    try:
        height = page.get_height()
        scale = min(_DOTS, _LONGEST_SIDE / max(page.get_width(), height))
        picture = page.render(scale=scale).to_numpy()
    finally:
        page.close()
    found = _engine()(picture)
    boxes = (
        [[(float(x) / scale, float(y) / scale) for x, y in box] for box in found.boxes] if found.txts else []
    )
    tilt = _tilt(boxes)
    for box, text, score in zip(boxes, found.txts or (), found.scores or (), strict=True):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = box
        left, right, top, bottom = (x0 + x3) / 2, (x1 + x2) / 2, (y0 + y1) / 2, (y2 + y3) / 2
        if words := text.strip() if right > left else "":
            level = bottom - tilt * (left + right) / 2
            margin = min(_MARGIN * (bottom - top), (right - left) / 4)
            edges = left + margin, right - margin
            yield Read(number, words, float(score), *edges, height - level, bottom - top)


def _tilt(boxes: Sequence[Sequence[tuple[float, float]]]) -> float:
    """How much lower the lines of a page run for each point to the right: a sheet lies askew on the glass."""
    slopes = [
        (y2 - y3) / (x2 - x3) for (_, y0), _, (x2, y2), (x3, y3) in boxes if x2 - x3 > _LONG * abs(y3 - y0)
    ]
    return median(slopes) if slopes else 0.0


def _width(character: str) -> float:
    """In sizes of type: Chinese characters and their signs fill the square, others about half of it."""
    return 1.0 if ord(character) > 0x2E7F or character in "“”‘’…—" else 0.5


def _glyphs(lines: Sequence[Read], page: int) -> Iterator[Glyph]:
    """The characters of a page's lines, spread over each line by their widths."""
    usual = median(size for line in lines for size in [line.size] * len(line.text))
    for line in (line for line in lines if line.page == page):
        size = usual if abs(line.size - usual) < _ONE_SIZE * usual else line.size
        step = (line.right - line.left) / sum(map(_width, line.text))
        left = line.left
        for character in line.text:
            right = left + step * _width(character)
            yield Glyph(character, left, right, line.bottom, size)
            left = right


def _issues(read: Sequence[Read], text: str) -> Iterator[Issue]:
    places = _Places(text)
    for line in read:
        told = f"page {line.page + 1}, confidence {line.score:.2f}: {line.text}"
        if line.score < _NO_TEXT:
            yield Issue(0, 0, "ocr_left_out", told)
        elif line.score < _UNSURE:
            yield Issue(*places.of(line.text), "ocr_unsure", told)


class _Places:
    """Where printed lines stand in a text whose spaces are its own; each is looked for after the last."""

    def __init__(self, text: str) -> None:
        self._where = [place for place, character in enumerate(text) if not character.isspace()]
        self._bare = "".join(text.split())
        self._from = 0

    def of(self, words: str) -> tuple[int, int]:
        """Start and end of `words`; (0, 0) where they do not stand in the text."""
        bare = "".join(words.split())
        found = self._bare.find(bare, self._from)
        found = self._bare.find(bare) if found < 0 else found
        if found < 0 or not bare:
            return 0, 0
        self._from = found + len(bare)
        return self._where[found], self._where[self._from - 1] + 1

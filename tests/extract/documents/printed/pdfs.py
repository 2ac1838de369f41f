"""PDFs written by hand: every glyph and every line where a test wants it."""

from collections.abc import Sequence
from io import BytesIO

import pypdfium2

FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts ["
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor "
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 "
    "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 90 >> >>] >>"
)
LEFT, INDENTED, LINE = 80, 112, 28
FULL = "一二三四五六七八九十一二三四五六七八九十一二三四五六"


def words(text: str, x: float, y: float, size: float = 16) -> str:
    """The operators that print `text` from the point x, y: Chinese one em wide, Latin half an em."""
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def made_pdf(pages: Sequence[str], trailer: str = "", rotate: int = 0) -> bytes:
    """A PDF of pages given as operators, 595 by 842 points, shown turned by `rotate` degrees."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        FONT,
    ]
    for number, content in enumerate(pages):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} "
            "/Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    return file_of(objects, trailer)


def file_of(objects: Sequence[str], trailer: str) -> bytes:
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + head + tail).encode("latin-1")


def page(*lines: tuple[str, float], extra: str = "") -> str:
    """Lines of body type from the top, each with its left edge."""
    return "".join(words(text, x, 760 - LINE * number) for number, (text, x) in enumerate(lines)) + extra


def stroked(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line drawn as Word does."""
    return f"0.5 w {x0} {y0} m {x1} {y1} l S\n"


def filled(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line drawn as browsers do: a thin filled rectangle."""
    width, height = (x1 - x0, 0.75) if y0 == y1 else (0.75, y1 - y0)
    return f"{x0} {y0} {width} {height} re f\n"


def scaled(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line on a plane of another scale."""
    return f"q 0.1 0 0 0.1 0 0 cm 5 w {10 * x0} {10 * y0} m {10 * x1} {10 * y1} l S Q\n"


def box(x0: float, y0: float, x1: float, y1: float) -> str:
    """A stroked rectangle."""
    return f"{x0} {y0} {x1 - x0} {y1 - y0} re S\n"


def bound(*pdfs: bytes) -> bytes:
    """The pages of several PDFs as one."""
    made = pypdfium2.PdfDocument.new()
    for pdf in pdfs:
        made.import_pages(pypdfium2.PdfDocument(pdf))
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def scanned(
    pdf: bytes,
    dots: float = 150,
    times: int = 1,
    tilt: float = 0,
    strip: tuple[float, float] | None = None,
) -> bytes:
    """The pages of a PDF as pictures of so many dots an inch, `times` over, turned by `tilt` degrees.

    Of each page no more than a strip, where one is given by its lower and its upper edge.
    """
    source, made = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    for number in [*range(len(source))] * times:
        if strip:
            source[number].set_cropbox(0, strip[0], source[number].get_width(), strip[1])
        width, height = source[number].get_size()
        picture = pypdfium2.PdfImage.new(made)
        picture.set_bitmap(source[number].render(scale=dots / 72))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height).rotate(tilt))
        page = made.new_page(width, height)
        page.insert_obj(picture)
        page.gen_content()
    file = BytesIO()
    made.save(file)
    return file.getvalue()

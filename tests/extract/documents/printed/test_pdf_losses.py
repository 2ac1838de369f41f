"""PDFs that hide some of what they print: fonts without a Unicode map, pages that are pictures."""

import re

import pytest

from extract.documents import read_document
from tests.extract.documents.printed.pdfs import FONT, FULL, LEFT, file_of, page, words
from warehouse.errors import UnreadableError
from warehouse.records import Document, Health

# 方正小标宋 as a typesetting program embeds it: glyph numbers of its own, no ToUnicode.
MAPLESS = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /FZXBSJW /Encoding /Identity-H /DescendantFonts ["
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /FZXBSJW /DW 1000 /CIDToGIDMap /Identity "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor "
    "<< /Type /FontDescriptor /FontName /FZXBSJW /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 "
    "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 90 >> >>] >>"
)
TEXT = page((FULL, LEFT), (FULL, LEFT), ("办理1285件。", LEFT))
NUMBERED = words("2", 290, 40)
SHEET = "q 595 0 0 842 0 0 cm /P Do Q "
STRIPS = "".join(f"q 595 0 0 85 0 {85 * number} cm /P Do Q " for number in range(10))
ASKEW = "q 593 12 -17 840 10 0 cm /P Do Q "
STAMP = "q 120 0 0 120 400 100 cm /P Do Q "


def mapless(count: int) -> str:
    """So many glyphs of the font without a map, a line below the text."""
    glyphs = "".join(f"{number:04x}" for number in range(3, 3 + count))
    return f"BT /F2 16 Tf 1 0 0 1 {LEFT} 500 Tm <{glyphs}> Tj ET\n"


def read(*pages: str) -> Document:
    """The document of pages that may use both fonts, the picture P and the form F with the picture within."""
    pixel = "/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1"
    form = "/Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /P 5 0 R >> >>"
    kids = " ".join(f"{7 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        FONT,
        MAPLESS,
        f"<< /Type /XObject {pixel} >>\nstream\n0\nendstream",
        f"<< /Type /XObject {form} /Length {len(SHEET)} >>\nstream\n{SHEET}\nendstream",
    ]
    for number, content in enumerate(pages):
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << "
            "/XObject << /P 5 0 R /F 6 0 R >> /Font << /F1 3 0 R /F2 4 0 R >> >> "
            f"/Contents {8 + 2 * number} 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    return read_document(file_of(objects, ""))


def test_glyphs_of_a_font_without_a_map_are_counted_and_never_passed_as_read() -> None:
    """The rest of the page reads well."""
    document = read(TEXT, TEXT + mapless(6))
    assert document.legibility.unmapped == 6
    assert document.health is Health.READ_WITH_HOLES
    assert [issue.words for issue in document.issues] == ["page 2: 6 glyphs are no known characters"]
    assert document.text.count("办理1285件。") == 2


def test_a_text_layer_of_such_a_font_is_unreadable_and_its_pages_named() -> None:
    with pytest.raises(UnreadableError) as caught:
        read(TEXT, mapless(60) + words(FULL, LEFT, 700), mapless(60))
    assert caught.value.kind == "no_text_layer"
    assert "unreadable text layer" in str(caught.value)
    assert "on pages 2, 3" in str(caught.value)


@pytest.mark.slow
def test_real_fonts_without_a_map_are_unreadable(by_libreoffice: dict[str, bytes]) -> None:
    """Fonts embedded by LibreOffice, whose map to Unicode the file no longer names."""
    mapped = by_libreoffice["pdf"]
    with pytest.raises(UnreadableError) as caught:
        read_document(mapped.replace(b"/ToUnicode", b"/NoUnicode"))
    assert caught.value.kind == "no_text_layer"
    told = re.search(r"(\d+) of (\d+) glyphs are no known characters, on pages 1 ", str(caught.value))
    assert told and int(told[2]) / 2 < int(told[1]) <= int(told[2])


@pytest.mark.parametrize(
    "scan",
    [SHEET, STRIPS, ASKEW, SHEET + NUMBERED, "/F Do "],
    ids=["sheet", "strips", "askew", "page number", "within a form"],
)
def test_a_page_that_is_a_picture_among_pages_of_text_is_a_hole(scan: str) -> None:
    document = read(TEXT + TEXT, scan, TEXT)
    assert [(issue.kind, issue.words) for issue in document.issues] == [
        ("picture", "page 2: is a picture, and what it says is not read")
    ]
    assert document.health is Health.READ_WITH_HOLES


@pytest.mark.parametrize(
    "content",
    [STAMP + TEXT, SHEET + TEXT, STAMP + NUMBERED, ""],
    ids=["a seal", "a scan that carries its text", "a seal alone", "nothing"],
)
def test_a_picture_on_a_page_of_text_and_a_page_with_hardly_a_picture_are_none(content: str) -> None:
    document = read(TEXT + TEXT, content)
    assert (document.issues, document.health) == ((), Health.READ)

"""Bytes made to stop a reader: bounded time, and one clear line (pitfalls row 33, issue 9 point 8)."""

import zipfile
from io import BytesIO

import pytest

from extract.documents import read_document
from extract.sandbox import Limits, limited
from warehouse.errors import UnreadableError

PROSE = "2017年，全市办理行政复议案件1285件，审结1200件。"
PAGE = f"<html><body><p>{PROSE}</p>"
WORD = '<w:document xmlns:w="urn:w">{}</w:document>'
LIMITS = Limits(seconds=40)


def docx(xml: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", xml)
    return file.getvalue()


def pdf(*objects: str) -> bytes:
    """A PDF without a table of its objects, which a reader finds by itself."""
    numbered = (f"{number} 0 obj {thing} endobj" for number, thing in enumerate(objects, 1))
    return "\n".join(["%PDF-1.4", *numbered, "trailer <</Root 1 0 R>>", "%%EOF"]).encode()


CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 19_000 + PAGE,
        "<b><p>" * 9_000 + PAGE,
        f"{PAGE}<div class='{'x ' * 1_000_000}'>",
        f"{PAGE}<img src='data:image/png;base64,{('A' * 76 + chr(10)) * 10_000}'>",
        f"{PAGE}<table>{('<tr>' + '<td colspan=200 rowspan=200>1</td>' * 50 + '</tr>') * 200}</table>",
        PAGE + "<!--<$[信息内容]>begin-->" * 50_000,
        PAGE.replace("全市", "全\0市") + "\0" * 1_000_000,
        PAGE + " \n" * 5_000_000,
        PAGE + "<a href='x'>甲</a>" * 20_000,
    ],
    ids=["nested", "misnested", "long attribute", "picture", "spans", "comments", "nul", "space", "links"],
)
def test_odd_pages_are_read_in_time(page: str) -> None:
    with limited(LIMITS):
        assert PROSE in read_document(page.encode()).text


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (("<html><body>" + "<div>" * 200_000 + PAGE).encode(), "broken", "nests"),
        (("<html><body>" + "<b>" * 200_000 + PAGE).encode(), "broken", "nests"),
        (
            f"<html><p {' '.join(f'a{n}=1' for n in range(300_000))}>{PROSE}".encode(),
            "broken",
            "attributes",
        ),
        (docx(WORD.format(" " * 2**28)), "too_large", "unpacks to 256 MB"),
        (docx(WORD.format("<w:p>" * 200_000 + "</w:p>" * 200_000)), "broken", "nested"),
        (docx(f'<!DOCTYPE x [<!ENTITY a "{"a" * 99}">]>{WORD.format("&a;" * 99)}'), "broken", "Entities"),
        (
            docx(f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{WORD.format("&a;")}'),
            "broken",
            "Entities",
        ),
        (pdf(CATALOGUE, "<</Type/Pages/Kids[2 0 R]/Count 1>>"), "broken", "page"),
        (pdf(CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 100000>>", "<<>>"), "too_large", "pages"),
        (b"%PDF-1.7\n" + b"\0" * 1_000_000, "broken", "PDF"),
        (b"PK\x03\x04" + b"\0" * 1_000_000, "broken", "zip"),
    ],
    ids=["divs", "bs", "attributes", "bomb", "deep xml", "entities", "file", "loop", "pages", "pdf", "zip"],
)
def test_what_is_made_to_stop_a_reader_is_one_clear_line(data: bytes, kind: str, words: str) -> None:
    with limited(LIMITS), pytest.raises(UnreadableError) as caught:
        read_document(data)
    assert (caught.value.kind, words in str(caught.value)) == (kind, True)
    assert "\n" not in str(caught.value)


def test_a_text_of_open_comments_is_read_in_time() -> None:
    with limited(LIMITS):
        assert PROSE in read_document(("<!--" * 500_000 + "\n" + PROSE).encode()).text

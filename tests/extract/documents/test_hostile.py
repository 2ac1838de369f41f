"""Bytes made to stop a reader: bounded time, and one clear line."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from extract.documents import read_document
from extract.sandbox import Limits, limited
from tests.extract.documents.test_kinds import ofd, zipped
from warehouse.errors import UnreadableError

PROSE = "2017年，全市办理行政复议案件1285件，审结1200件。"
PAGE = f"<html><body><p>{PROSE}</p>"
WORD = '<w:document xmlns:w="urn:w">{}</w:document>'
LIMITS = Limits(seconds=40)


def docx(xml: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("word/document.xml", xml)
    return file.getvalue()


def pdf(*objects: str) -> bytes:
    """A PDF without a table of its objects, which a reader finds by itself."""
    numbered = (f"{number} 0 obj {thing} endobj" for number, thing in enumerate(objects, 1))
    return "\n".join(["%PDF-1.4", *numbered, "trailer <</Root 1 0 R>>", "%%EOF"]).encode()


CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"


def word_2003(inner: str, head: str = "") -> bytes:
    mark = '<?mso-application progid="Word.Document"?>'
    return f'{head}{mark}<w:wordDocument xmlns:w="x"><w:body>{inner}</w:body></w:wordDocument>'.encode()


def changed_ofd(old: str, new: str) -> bytes:
    """An OFD with something in its parts changed."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(ofd())) as whole, zipfile.ZipFile(file, "w") as package:
        for name in whole.namelist():
            package.writestr(name, whole.read(name).decode().replace(old, new))
    return file.getvalue()


def lying_docx() -> bytes:
    """A DOCX of fifty megabytes that states a hundred bytes."""
    data = bytearray(docx("<a>" + " " * 50_000_000 + "</a>"))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(mark) + offset
        data[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def nested_mail(depth: int) -> bytes:
    parts = (f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(depth))
    return ("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n" + "".join(parts)).encode()


ENTITY = '<!DOCTYPE x [<!ENTITY a "b">]>'


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
        PAGE + " \n" * 2_000_000,
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
        # made where they are read: each process that tests would make hundreds of megabytes for a test's name
        (lambda: docx(WORD.format(" " * 2**28)), "too_large", "unpacks to 256 MB"),
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
        (lying_docx, "broken", "CRC"),
        (word_2003("<w:p>" * 200_000 + "</w:p>" * 200_000), "broken", "nested"),
        (word_2003("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", ENTITY), "broken", "Entities"),
        (changed_ofd("<o:OFD", f"{ENTITY}<o:OFD"), "broken", "Entities"),
        (changed_ofd('Size="5"', 'Size="nan"'), "broken", "no place"),
        (changed_ofd('Size="5"', 'Size="1e308"'), "broken", "no place"),
        (changed_ofd('Y="5"', 'Y="-inf"'), "broken", "no place"),
        (changed_ofd("Pages/Page_0/Content.xml", "Document.xml"), "no_text_layer", "no text layer"),
        (nested_mail(3_000), "broken", "nested"),
        (zipped(**{f"{n}.html": PAGE for n in range(501)}), "too_large", "archive"),
    ],
    ids=[
        "divs", "bs", "attributes", "bomb", "deep xml", "entities", "file", "loop", "pages", "pdf", "zip",
        "lying zip", "deep word 2003", "word 2003 entities", "ofd entities", "ofd nan", "ofd far", "ofd inf",
        "ofd loop", "mail in mail", "many files",
    ],
)  # fmt: skip
def test_what_is_made_to_stop_a_reader_is_one_clear_line(
    data: bytes | Callable[[], bytes], kind: str, words: str
) -> None:
    read = data if isinstance(data, bytes) else data()
    with limited(LIMITS), pytest.raises(UnreadableError) as caught:
        read_document(read)
    assert (caught.value.kind, words in str(caught.value)) == (kind, True)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        (PROSE * 3_000 + "\0" * 1_000_000).encode(),
        changed_ofd("<o:Layer>", "<o:Layer>" + "<o:a>" * 200_000 + "</o:a>" * 200_000),
        changed_ofd('DeltaX="g', 'DeltaX="' + "g 10000 1 " * 1_000 + "g"),
    ],
    ids=["nul in a text", "deep ofd", "ofd of endless steps"],
)
def test_odd_files_are_read_in_time(data: bytes) -> None:
    with limited(LIMITS):
        assert read_document(data).text


def test_a_text_of_open_comments_is_read_in_time() -> None:
    with limited(LIMITS):
        assert PROSE in read_document(("<!--" * 500_000 + "\n" + PROSE).encode()).text

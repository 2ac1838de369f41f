"""One report as files of every kind, whatever they are called."""

import os
import shutil
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from io import BytesIO
from pathlib import Path

import pytest

from extract.documents import read_document
from transform.reading import read_report
from transform.rules import load_rules
from warehouse.errors import UnreadableError
from warehouse.records import Document

TITLE = "某市2017年法治政府建设情况报告"
PROSE = (
    "2017年，全市办理行政复议案件1285件，审结1200件，同比增长12%，其中撤销和变更37件。",
    "全市行政机关负责人出庭应诉率为92%，比上年上升7个百分点，行政诉讼败诉率为6.9%。",
    "一是规范行政执法。全市开展专项检查20余次，抽取案卷165个，培训执法人员3.4万人次。",
)
PARAGRAPHS = (TITLE, *PROSE)
LO = {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format", "pdf": "pdf:writer_pdf_Export"}
HTML = (
    f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div id='zoom'>"
    + "".join(f"<p>{text}</p>" for text in PROSE)
    + "</div></body></html>"
)
W2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
DOCX = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(**files: bytes | str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def word_body(space: str) -> str:
    paragraphs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in PARAGRAPHS)
    return f'<w:body xmlns:w="{space}">{paragraphs}</w:body>'


def docx() -> bytes:
    office = "http://schemas.openxmlformats.org"
    types = (
        f'<Types xmlns="{office}/package/2006/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    )
    document = f'<w:document xmlns:w="{DOCX}">{word_body(DOCX)}</w:document>'
    return zipped(**{"[Content_Types].xml": types, "_rels/.rels": relations, "word/document.xml": document})


def word_2003() -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    return f'{head}<w:wordDocument xmlns:w="{W2003}">{word_body(W2003)}</w:wordDocument>'.encode()


def flat_package() -> bytes:
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    document = f'<w:document xmlns:w="{DOCX}">{word_body(DOCX)}</w:document>'
    part = f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{document}</pkg:xmlData></pkg:part>'
    return f'<pkg:package xmlns:pkg="{space}">{part}</pkg:package>'.encode()


def mht() -> bytes:
    archive = MIMEMultipart("related")
    archive.attach(MIMEText(HTML, "html", "gb2312"))
    archive.attach(MIMEText("body {}", "css"))
    return archive.as_bytes()


def ofd(*, codes: bool = True, bold: bool = False) -> bytes:
    """Each paragraph in lines of 30 characters 5 mm apart, by a run of equal steps as programs write it.

    `bold`: the digits are printed a second time a hair to the right.
    """
    objects, top = [], 20
    for paragraph in PARAGRAPHS:
        words = paragraph if paragraph == TITLE else f"　　{paragraph}"
        for line in (words[start : start + 30] for start in range(0, len(words), 30)):
            code = (
                f'<o:TextCode X="0" Y="5" DeltaX="g {len(line) - 1} 5">{line}</o:TextCode>' if codes else ""
            )
            objects.append(f'<o:TextObject Boundary="30 {top} 150 7" Size="5">{code}</o:TextObject>')
            for at, character in enumerate(line if bold else ""):
                again = f'<o:TextCode X="{5 * at + 0.2}" Y="5">{character}</o:TextCode>'
                if character.isdecimal():
                    objects.append(f'<o:TextObject Boundary="30 {top} 150 7" Size="5">{again}</o:TextObject>')
            top += 9
    space = 'xmlns:o="http://www.ofdspec.org/2016"'
    return zipped(
        **{
            "OFD.xml": (
                f"<o:OFD {space}><o:DocBody><o:DocRoot>Doc_0/Document.xml</o:DocRoot></o:DocBody></o:OFD>"
            ),
            "Doc_0/Document.xml": (
                f"<o:Document {space}><o:CommonData><o:PageArea><o:PhysicalBox>0 0 210 297</o:PhysicalBox>"
                '</o:PageArea></o:CommonData><o:Pages><o:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
                "</o:Pages></o:Document>"
            ),
            "Doc_0/Pages/Page_0/Content.xml": (
                f"<o:Page {space}><o:Content><o:Layer>{''.join(objects)}</o:Layer></o:Content></o:Page>"
            ),
        }
    )


KINDS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "html called doc": ("html", HTML.encode),
    "html in gb18030": ("html", lambda: HTML.encode("gb18030")),
    "docx": ("docx", docx),
    "word 2003": ("doc", word_2003),
    "word in one file": ("doc", flat_package),
    "mht": ("mht", mht),
    "ofd": ("ofd", ofd),
    "docx in zip": ("docx", lambda: zipped(**{"报告.docx": docx()})),
    "html in zip beside others": (
        "html",
        lambda: zipped(**{"a/报告.html": HTML, "目录.html": HTML, "x.txt": "见"}),
    ),
    "ofd in zip": ("ofd", lambda: zipped(**{"报告.ofd": ofd()})),
}


def figures(document: Document) -> list[tuple[object, ...]]:
    reading = read_report(document, "330700", 2017, load_rules())
    return [(s.sentence, s.text, s.value, s.unit, s.role, s.year, s.metric) for s in reading.statements]


@pytest.mark.parametrize(("form", "make"), KINDS.values(), ids=KINDS)
def test_the_same_report_reads_the_same_as_any_file(form: str, make: Callable[[], bytes]) -> None:
    document = read_document(make())
    assert (document.format, document.title) == (form, TITLE)
    assert document.text.split("\n") == list(PROSE)
    assert document.issues == ()
    assert figures(document) == figures(read_document(HTML.encode()))


@pytest.mark.slow
def test_the_same_report_reads_the_same_as_an_office_program_writes_it(
    by_libreoffice: dict[str, bytes],
) -> None:
    """Read several at once: each call of LibreOffice has a profile of its own."""
    with ThreadPoolExecutor(2) as pool:
        documents = dict(zip(LO, pool.map(read_document, map(by_libreoffice.__getitem__, LO)), strict=True))
    told = {form: (document.format, document.title) for form, document in documents.items()}
    assert told == {"doc": ("doc", TITLE), "rtf": ("doc", TITLE), "pdf": ("pdf", TITLE)}
    for document in documents.values():
        assert figures(document) == figures(read_document(HTML.encode()))


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (ofd(codes=False), "no_text_layer", "pictures"),
        (zipped(**{"OFD.xml": "<x/>"}), "broken", "OFD"),
        (zipped(**{"a.html": HTML, "b.html": HTML}), "unsupported", "several documents: a.html、b.html"),
        (zipped(**{"a.png": b"\x89PNG\r\n\x1a\n"}), "unsupported", "without a document"),
        (zipped(**{"报告.zip": zipped(**{"报告.html": HTML})}), "unsupported", "without a document"),
        (lambda: zipped(**{"报告.html": b" " * (201 * 2**20)}), "too_large", "too large"),
        (zipped(**{"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}), "unsupported", "Excel"),
        (b'<?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="x"/>', "broken", "document"),
        (b"MIME-Version: 1.0\nContent-Type: text/plain\n\n1285", "broken", "without a page"),
    ],
    ids=["ofd of shapes", "ofd", "two", "picture", "zip in zip", "bomb", "excel", "word 2003", "mht"],
)
def test_what_holds_no_report_is_one_clear_line(
    data: bytes | Callable[[], bytes], kind: str, words: str
) -> None:
    read = data if isinstance(data, bytes) else data()
    with pytest.raises(UnreadableError) as caught:
        read_document(read)
    assert (caught.value.kind, words in str(caught.value)) == (kind, True), str(caught.value)


@pytest.mark.slow
def test_a_doc_that_is_none_is_no_text_of_garbage() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_document(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000)
    assert caught.value.kind == "broken"


@pytest.mark.slow
def test_a_libreoffice_without_writer_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_libreoffice: dict[str, bytes]
) -> None:
    """As where Calc alone is installed: the same program, but its registry lacks what Writer brings.

    It is asked for an RTF file as well, before the program is said to be the reason.
    """
    real = Path(shutil.which("soffice") or "soffice").resolve()
    registry, program = tmp_path / "registry", tmp_path / "soffice"
    registry.mkdir()
    for part in (real.parent.parent / "share/registry").iterdir():
        if part.name != "writer.xcd":
            (registry / part.name).symlink_to(part)
    layers = f"-env:CONFIGURATION_LAYERS=xcsxcu:{registry.as_uri()}"
    program.write_text(f'#!/bin/sh\nexec "{real}" "{layers}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(UnreadableError, match="install LibreOffice Writer") as caught:
        read_document(by_libreoffice["doc"])
    assert caught.value.kind == "needs_libreoffice"


def test_without_libreoffice_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UnreadableError, match="install LibreOffice") as caught:
        read_document(b"{\\rtf1\\ansi}")
    assert caught.value.kind == "needs_libreoffice"

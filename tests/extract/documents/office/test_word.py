"""Word files zipped by hand: one small made file a case."""

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.documents import read_document
from warehouse.errors import UnreadableError
from warehouse.records import BlockKind, Document, Health

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def made_docx(body: str, **parts: str) -> bytes:
    """A DOCX of the body's XML; further parts by name without folder and ending."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            package.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner if '<' in inner else run(inner)}</w:p>"


def read(body: str, **parts: str) -> Document:
    return read_document(made_docx(body, **parts))


TEXT_BOX = f"<w:txbxContent>{paragraph('框内11件。')}</w:txbxContent>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("办理12") + run("85件。"), "办理1285件。"),
        (f"{run('办理')}<w:ins><w:r><w:t>1285</w:t></w:r></w:ins>{run('件。')}", "办理1285件。"),
        (f"<w:del><w:r><w:delText>99</w:delText></w:r></w:del>{run('1285件。')}", "1285件。"),
        (f"<w:moveFrom>{run('99件')}</w:moveFrom><w:moveTo>{run('1285件。')}</w:moveTo>", "1285件。"),
        (f"{run('办理')}<w:hyperlink>{run('1285')}</w:hyperlink>{run('件。')}", "办理1285件。"),
        (f"{run('12')}<w:sdt><w:sdtContent>{run('85')}</w:sdtContent></w:sdt>{run('件。')}", "1285件。"),
        (f"{run('办理')}<w:smartTag>{run('1285')}</w:smartTag>{run('件。')}", "办理1285件。"),
        (f"<w:fldSimple>{run('1285件')}</w:fldSimple><w:r><w:instrText>PAGE 9</w:instrText></w:r>", "1285件"),
        ("<w:r><w:t>一</w:t><w:tab/><w:t>办理</w:t><w:br/><w:t>审结</w:t></w:r>", "一 办理\n审结"),
        (run("共抽取 个案卷。"), "共抽取 个案卷。"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r>" + run("办理。"), "办理。"),
        (
            f"{run('正文。')}<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{TEXT_BOX}</wps:txbx></mc:Choice>"
            f"<mc:Fallback><v:textbox>{TEXT_BOX}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>",
            "正文。\n框内11件。",
        ),
    ],
    ids=[
        "runs", "insertion", "deletion", "move", "link", "control", "smart tag", "field", "tab and break",
        "blank", "hidden", "text box once",
    ],
)  # fmt: skip
def test_every_text_node_is_read_in_order(inner: str, text: str) -> None:
    document = read(paragraph(inner))
    assert document.text == text
    assert document.health is Health.READ


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (paragraph(f"<w:ins>{run('办理')}</w:ins><w:del><w:r><w:delText>9</w:delText></w:r></w:del>"), 2),
        (paragraph(f"<w:moveFrom>{run('9件')}</w:moveFrom><w:moveTo>{run('1285件。')}</w:moveTo>"), 2),
        (paragraph("办理。", "<w:rPr><w:ins/></w:rPr>"), 1),
        (
            paragraph("办理。")
            + f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('9')}</w:tc></w:tr></w:tbl>",
            1,
        ),
        (paragraph("办理。", "<w:pPrChange/>"), 0),
    ],
    ids=["insertion and deletion", "move", "paragraph mark", "row", "format alone"],
)
def test_tracked_changes_are_noted_and_no_hole(body: str, count: int) -> None:
    """A draft with open changes is read as if they were accepted."""
    document = read(body)
    assert [(issue.kind, issue.words) for issue in document.issues] == [
        ("tracked_changes", f"has {count} tracked changes, read as if accepted")
    ] * bool(count)
    assert document.health is Health.READ


def test_a_content_control_may_hold_paragraphs_and_tables() -> None:
    body = f"<w:sdt><w:sdtContent>{paragraph('办理1285件。')}</w:sdtContent></w:sdt>"
    assert read(body).text == "办理1285件。"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_merged_cells_stand_under_each_place_they_cover() -> None:
    rows = (
        cell("单位", '<w:vMerge w:val="restart"/>') + cell("案件（件）", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("收案") + cell("结案"),
        cell("甲局") + cell("1 284") + cell("72"),
    )
    document = read("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>")
    found = [
        [document.text[span.start : span.end] for span in block.cells]
        for block in document.blocks
        if block.kind is BlockKind.TABLE_ROW
    ]
    assert found == [["单位", "案件（件）", "案件（件）"], ["单位", "收案", "结案"], ["甲局", "1 284", "72"]]
    assert document.text.split("\n") == ["单位 案件（件）", "收案 结案", "甲局 1 284 72"]


def test_a_table_of_one_cell_is_a_frame_round_paragraphs() -> None:
    inner = paragraph("办理1285件。") + paragraph("审结11件。")
    document = read(f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>")
    assert document.text == "办理1285件。\n审结11件。"
    assert {block.kind for block in document.blocks} == {BlockKind.PARAGRAPH}


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_a_table_within_a_layout_table_is_a_table() -> None:
    inner = table(cell("单位") + cell("件"), cell("甲局") + cell("1 284"))
    other = table(cell("单位") + cell("人"), cell("乙局") + cell("22"))
    layout = f"<w:tc>{paragraph('全市办理1285件。')}{inner}</w:tc>"
    document = read(table(layout, f"<w:tc>{other}</w:tc>"))
    assert document.text.split("\n") == ["全市办理1285件。", "单位 件", "甲局 1 284", "单位 人", "乙局 22"]
    assert [block.table for block in document.blocks] == [None, 0, 0, 1, 1]
    assert document.issues == ()


def test_an_information_table_says_what_the_report_is() -> None:
    title = "某市人民政府关于2021年度法治政府建设情况的报告"
    facts = table(
        cell("索引号:") + cell("11500112009325126N/2022-00087"),
        cell("发布机构:") + cell("某区司法局"),
        cell("名称:") + cell(title),
    )
    document = read(paragraph("首页 政务公开") + facts + paragraph(title) + paragraph("办理1285件。"))
    assert document.text == "办理1285件。"
    assert document.title == title
    assert document.index_number == "11500112009325126N/2022-00087"
    assert document.publisher == "某区司法局"


NUMBERING = f"""<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="*"/></w:lvl>
</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def numbered(text: str, depth: int) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="5"/></w:numPr>')


def test_automatic_numbers_are_shown() -> None:
    items = [("总体", 0), ("复议", 1), ("应诉", 1), ("要点", 2), ("问题", 0), ("意识", 1)]
    document = read("".join(numbered(text, depth) for text, depth in items), numbering=NUMBERING)
    assert document.text.split("\n") == [
        "一、总体",
        "（1）复议",
        "（2）应诉",
        "要点",
        "二、问题",
        "（1）意识",
    ]


STYLES = f'<w:styles {SPACES}><w:style w:styleId="a3"><w:name w:val="Title"/></w:style></w:styles>'
CENTRED = '<w:jc w:val="center"/>'


@pytest.mark.parametrize(
    "head",
    [
        paragraph("某市2017年法治政府建设工作报告", '<w:pStyle w:val="a3"/>'),
        paragraph("某市人民政府文件", CENTRED)
        + paragraph("某政〔2018〕12号", CENTRED)
        + paragraph("某市2017年", CENTRED)
        + paragraph("法治政府建设工作报告", CENTRED),
        paragraph("某市2017年法治政府建设工作报告"),
    ],
    ids=["style", "centred over two lines", "first line"],
)
def test_the_title_is_what_looks_like_one(head: str) -> None:
    document = read(head + paragraph("全市办理1285件。"), styles=STYLES)
    assert document.title == "某市2017年法治政府建设工作报告"
    assert document.text.endswith("全市办理1285件。")


def zipped(**files: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in files.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


WHOLE = made_docx(paragraph("办理1285件。" * 50))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (WHOLE[: len(WHOLE) // 2], "broken"),
        (b"PK\x03\x04 and then nothing", "broken"),
        (made_docx("<w:p>"), "broken"),
        (zipped(word__document_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "broken"),
        (zipped(xl__workbook_xml="<a/>"), "unsupported"),
        (zipped(note="text"), "unsupported"),
        (made_docx(""), "empty"),
    ],
    ids=["cut off", "no zip", "broken XML", "entities", "Excel", "other zip", "no text"],
)
def test_a_file_that_cannot_be_read_is_told(data: bytes, kind: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_document(data)
    assert caught.value.kind == kind
    assert "\n" not in str(caught.value)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, 40), st.binary(max_size=40))
def test_damaged_bytes_are_read_or_told(at: int, length: int, instead: bytes) -> None:
    with suppress(UnreadableError):
        read_document(WHOLE[:at] + instead + WHOLE[at + length :])


def test_a_file_that_unpacks_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.documents.files.package.MAX_UNPACKED", 100)
    with pytest.raises(UnreadableError) as caught:
        read_document(WHOLE)
    assert caught.value.kind == "too_large"


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A zip of the parts as they are named."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo("x")
            # zipfile itself writes slashes for backslashes.
            info.filename = name
            package.writestr(info, content)
    return out.getvalue()


def relations(*items: tuple[str, str, str]) -> str:
    """The relations of a part: id, kind and target of each."""
    inner = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for name, kind, target in items
    )
    return f"<Relationships>{inner}</Relationships>"


def main(body: str) -> str:
    return f'<w:document {SPACES} xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>'


PLAIN = main(paragraph("办理1285件。"))


@pytest.mark.parametrize(
    "parts",
    [
        {
            "_rels/.rels": relations(("a", "officeDocument", "word/document2.xml")),
            "word/document2.xml": PLAIN,
        },
        {"_rels/.rels": relations(("a", "officeDocument", "/inhalt/haupt.xml")), "inhalt/haupt.xml": PLAIN},
        {
            "_rels\\.rels": relations(("a", "officeDocument", "word\\document.xml")),
            "word\\document.xml": PLAIN,
        },
        {"Word/Document.xml": PLAIN},
        {"_rels/.rels": "<broken", "word/document.xml": PLAIN},
        {"word/document3.xml": PLAIN},
    ],
    ids=["another name", "another folder", "backslashes", "capitals", "broken relations", "no relations"],
)
def test_the_main_part_has_any_name(parts: dict[str, str | bytes]) -> None:
    document = read_document(packed({"[Content_Types].xml": "<Types/>", **parts}))
    assert document.text == "办理1285件。"
    assert document.health is Health.READ


def test_content_types_tell_the_main_part_too() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types><Override PartName="/word/body.xml" ContentType="{kind}"/></Types>'
    assert (
        read_document(packed({"[Content_Types].xml": types, "word/body.xml": PLAIN})).text == "办理1285件。"
    )


def noted(kind: str, name: str, words: str) -> str:
    return f'<w:{kind}s {SPACES}><w:{kind} w:id="{name}">{paragraph(words)}</w:{kind}></w:{kind}s>'


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_is_read_below_its_paragraph(kind: str) -> None:
    reference = f'<w:r><w:{kind}Reference w:id="5"/></w:r>'
    body = paragraph(f"{run('办理1285件')}{reference}{run('。')}") + paragraph("下一步打算。")
    document = read(body, **{f"{kind}s": noted(kind, "5", "含上年结转41件。")})
    assert document.text == "办理1285件。\n含上年结转41件。\n下一步打算。"
    assert document.health is Health.READ


def test_a_note_of_a_cell_is_read_below_its_table() -> None:
    reference = '<w:r><w:footnoteReference w:id="5"/></w:r>'
    rows = ((run("项目"), run("件数")), (run("收到") + reference, run("1285")))
    table = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    document = read(f"<w:tbl>{table}</w:tbl>", footnotes=noted("footnote", "5", "含上年结转41件。"))
    assert document.text == "项目 件数\n收到 1285\n含上年结转41件。"


def test_notes_that_nothing_refers_to_are_not_read() -> None:
    assert read(paragraph("办理。"), footnotes=noted("footnote", "-1", "分隔线99")).text == "办理。"


def with_chunk(name: str, content: str | bytes) -> Document:
    body = f'{paragraph("收到1285件。")}<w:altChunk r:id="c"/>{paragraph("办结1200件。")}'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": main(body),
        "word/_rels/document.xml.rels": relations(("c", "aFChunk", name)),
        f"word/{name}": content,
    }
    return read_document(packed(parts))


MAIL = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>受理1240件。</p>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.htm", "<html><body><p>受理1240件。</p></body></html>"),
        ("a.txt", "受理1240件。\n"),
        ("a.mht", MAIL),
        ("a.docx", made_docx(paragraph("受理1240件。"))),
    ],
)
def test_another_document_is_read_where_it_is_taken_in(name: str, content: str | bytes) -> None:
    document = with_chunk(name, content)
    assert document.text == "收到1285件。\n受理1240件。\n办结1200件。"
    assert document.health is Health.READ


def test_another_document_that_is_not_read_is_told() -> None:
    document = with_chunk("a.rtf", "{\\rtf1 x}")
    assert document.health is Health.READ_WITH_HOLES
    assert [issue.kind for issue in document.issues] == ["unread_part"]

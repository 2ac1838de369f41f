"""PDFs without ruled lines: lines, paragraphs, furniture, what cannot be read."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.documents import read_document
from tests.extract.documents.printed.pdfs import FULL, INDENTED, LEFT, made_pdf, page, words
from warehouse.errors import UnreadableError
from warehouse.records import BlockKind, Document


def read(*pages: str) -> Document:
    return read_document(made_pdf(pages))


def lines(document: Document) -> list[str]:
    return document.text.split("\n")


def test_lines_are_joined_to_paragraphs() -> None:
    document = read(
        page(
            (FULL[:24], INDENTED),
            (FULL[:10] + "。", LEFT),
            (FULL[:24], INDENTED),
            (FULL, LEFT),
            ("完。", LEFT),
        )
    )
    assert lines(document) == [f"{FULL[:24]}{FULL[:10]}。", f"{FULL[:24]}{FULL}完。"]


def test_a_short_line_ends_a_paragraph_without_indent() -> None:
    document = read(page((FULL, LEFT), (FULL[:5] + "。", LEFT), (FULL, LEFT), (FULL[:5] + "。", LEFT)))
    assert lines(document) == [f"{FULL}{FULL[:5]}。"] * 2


def test_a_figure_broken_over_a_line_end_is_one() -> None:
    document = read(page((FULL[:24] + "12", LEFT), ("85件，审结11件。", LEFT)))
    assert f"{FULL[:24]}1285件，审结11件。" == document.text


def test_a_figure_broken_over_a_page_end_is_one_without_the_page_number() -> None:
    first = page((FULL[:24] + "12", LEFT), extra=words("- 1 -", 280, 40, 12))
    second = page(("85件，审结11件。", LEFT), extra=words("- 2 -", 280, 40, 12))
    assert read(first, second).text == f"{FULL[:24]}1285件，审结11件。"


@pytest.mark.parametrize("number", ["- {} -", "— {} —", "—{}—", "第{}页", "第 {} 页 共 3 页", "{}/3", "{}"])
def test_page_numbers_and_running_heads_are_left_out(number: str) -> None:
    furniture = (
        words("某市政府公报", 240, 810, 10) + words(number.format(n), 280, 40, 12) for n in (1, 2, 3)
    )
    pages = [
        page((f"{month}月{FULL[:24]}", LEFT), ("办理11件。", LEFT), extra=extra)
        for month, extra in zip("一二三", furniture, strict=True)
    ]
    assert lines(read(*pages)) == [f"{month}月{FULL[:24]}办理11件。" for month in "一二三"]


def test_a_number_that_ends_a_page_is_no_page_number() -> None:
    assert read(page((FULL, LEFT), ("1285", LEFT)), page(("件，审结。", LEFT), (FULL, LEFT))).text.startswith(
        f"{FULL}1285"
    )


def test_overprinted_glyphs_are_dropped_by_place_and_22_stays_22() -> None:
    text = "审结22件，优秀11件。"
    fake_bold = words(text, LEFT, 760) + words(text, LEFT + 0.4, 760) + words(text, LEFT, 760.3)
    document = read(fake_bold + page(("", 0), (FULL, LEFT)))
    assert lines(document)[0] == text
    assert document.issues == ()


def test_a_line_whose_every_character_is_doubled_is_an_issue() -> None:
    document = read(page((FULL, INDENTED), ("审审结结22件件，，优优秀秀", INDENTED)))
    (issue,) = document.issues
    assert issue.kind == "doubled_glyphs"
    assert document.text[issue.char_start : issue.char_end] == "审审结结22件件，，优优秀秀"


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("共抽取 个案卷，评出优秀 个。", "共抽取 个案卷，评出优秀 个。"),
        ("共抽取        个案卷。", "共抽取 个案卷。"),
        ("实现13 206项，占92.4%。", "实现13 206项，占92.4%。"),
        ("出庭率达92%，共1285件", "出庭率达92%，共1285件"),
    ],
    ids=["blank", "wide blank", "thousands", "plain"],
)
def test_spaces_are_those_of_the_page(printed: str, text: str) -> None:
    document = read(page((printed, LEFT), (FULL, LEFT)))
    assert document.text.startswith(text)
    assert document.blocks[0].kind is BlockKind.PARAGRAPH


def test_the_gap_between_chinese_and_digits_is_no_space() -> None:
    content = words("办理", LEFT, 760) + words("1285", LEFT + 36, 760) + words("件。", LEFT + 72, 760)
    assert lines(read(content + page(("", 0), (FULL, LEFT))))[0] == "办理1285件。"


def test_title_number_and_header_come_from_the_first_page() -> None:
    head = (
        words("金华市人民政府文件", 150, 800, 30)
        + words("金政发〔2018〕12号", 220, 765)
        + words("金华市人民政府关于", 200, 735, 22)
        + words("2017年度法治政府建设情况的报告", 120, 705, 22)
        + words("发布日期：2018-03-30 来源：市司法局", 150, 675, 12)
    )
    body = "".join(
        words(text, x, 640 - 28 * n) for n, (text, x) in enumerate([(FULL[:24], INDENTED), ("完。", LEFT)])
    )
    document = read(head + body)
    assert document.title == "金华市人民政府关于2017年度法治政府建设情况的报告"
    assert document.document_number == "金政发〔2018〕12号"
    assert (document.publisher, document.published_on) == ("市司法局", date(2018, 3, 30))
    assert lines(document)[-1] == f"{FULL[:24]}完。"


def test_a_gap_between_chinese_characters_is_a_blank() -> None:
    content = words("共抽取", LEFT, 760) + words("个案卷。", LEFT + 48 + 5, 760)
    assert lines(read(content + page(("", 0), (FULL, LEFT))))[0] == "共抽取 个案卷。"


def test_a_line_a_little_short_goes_on_where_the_step_is_that_of_the_paragraph() -> None:
    document = read(page((FULL, LEFT), (FULL[:22], LEFT), ("85件。", LEFT), (FULL, LEFT), ("完。", LEFT)))
    assert lines(document) == [f"{FULL}{FULL[:22]}85件。", f"{FULL}完。"]


def test_a_wide_step_parts_paragraphs_whose_lines_are_full() -> None:
    first = page((FULL[:25] + "。", LEFT), (FULL, LEFT), ("完。", LEFT))
    second = words(FULL, LEFT, 640) + words("完。", LEFT, 612)
    assert len(lines(read(first + second))) == 2


@pytest.mark.parametrize(
    "clock", ["11/24/26, 3:04 AM", "2024/3/5 15:04", "2024/3/5 下午3:04"], ids=["us", "cn", "cn 12 hours"]
)
def test_what_a_browser_prints_round_a_page_is_left_out(clock: str) -> None:
    head = words(f"{clock}        某市2017年法治政府建设情况报告", 40, 815, 9)
    foot = words("https://www.example.gov.cn/art/2018/1/1/art_1_12.html", 40, 20, 9) + words(
        "1/1", 540, 20, 9
    )
    assert read(head + page((FULL, LEFT), ("办理1285件。", LEFT)) + foot).text == f"{FULL}办理1285件。"


def test_a_printed_page_is_read_without_the_site_round_it() -> None:
    above = [
        "首页 政务公开 办事服务 12345热线",
        "索引号",
        "11330523MB1535432J/2021-27105",
        "发布机构",
        "某县司法局",
    ]
    below = [
        "打印本页 关闭窗口",
        "某市2016年法治政府建设情况报告 12-31",
        "关于公布2个政务服务窗口电话的通知（共36项）",
        "主办：某市人民政府办公室 ICP备05012345号-1",
    ]
    title = "某市2017年度法治政府建设情况报告"
    body = ["全市办理案件1285件。", "（一）立案22件；", "（二）结案11件"]
    document = read(page(*((text, LEFT) for text in [*above, title, *body, *below])))
    assert lines(document) == body
    assert (document.title, document.publisher) == (title, "某县司法局")
    assert document.index_number == "11330523MB1535432J/2021-27105"
    assert document.issues == ()


def test_an_index_number_broken_in_its_cell_is_one() -> None:
    above = ["11500112009325126N/2022-", "索引号： 分类：法治政府建设", "00087"]
    title = "某市2017年度法治政府建设情况报告"
    document = read(page(*((text, LEFT) for text in [*above, title, "全市办理案件1285件。"])))
    assert document.index_number == "11500112009325126N/2022-00087"


@pytest.mark.parametrize(
    "last", ["数据截至2017-12-31", "附：立案22件，结案11件", "某市人民政府 2018年3月30日"]
)
def test_the_last_lines_of_a_report_are_no_site(last: str) -> None:
    assert lines(read(page((FULL, LEFT), ("办理案件1285件。", LEFT), (last, LEFT))))[-1] == last


def test_lines_cut_off_at_the_edge_are_an_issue() -> None:
    document = read(words(FULL + FULL, LEFT, 760) + page(("", 0), (FULL, LEFT)))
    assert [issue.kind for issue in document.issues] == ["cut_off"]


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("日期：2019年02月11日 作者：县政府法制办", "县政府法制办"),
        ("日期：2019年02月11日 作者：张三", None),
        ("【发布日期：2023-03-28】【来源：某州人民政府办公室】【阅读：次】【关闭】", "某州人民政府办公室"),
    ],
    ids=["author", "a person", "brackets"],
)
def test_the_publisher_of_a_header_line(line: str, publisher: str | None) -> None:
    title = "某县2018年法治政府建设情况报告"
    head = words(title, 120, 800, 22) + words(line, 120, 780, 10)
    document = read(head + page((FULL, LEFT), ("办理案件1285件。", LEFT)))
    assert document.publisher == publisher
    assert document.text == f"{FULL}办理案件1285件。"


@pytest.mark.parametrize("behind", ["", " "], ids=["bare", "a space behind each cell"])
def test_words_in_columns_are_table_rows(behind: str) -> None:
    table = [("单位", "件", "人"), ("甲局", "1285", "22"), ("乙局", "96", "11")]
    content = "".join(
        words(cell + behind, 100 + 150 * x, 700 - 28 * y)
        for y, row in enumerate(table)
        for x, cell in enumerate(row)
    )
    document = read(page((FULL, LEFT)) + content)
    rows = [block for block in document.blocks if block.kind is BlockKind.TABLE_ROW]
    assert [tuple(document.text[cell.start : cell.end] for cell in row.cells) for row in rows] == table


def test_a_cell_over_two_lines_is_one_cell() -> None:
    table = [
        ("单位", "行政处罚", "罚没金额（万"),
        ("", "（件）", "元）"),
        ("甲局", "1 284", "2 016.35"),
        ("乙局", "", "11"),
    ]
    content = "".join(
        words(cell, 100 + 150 * x, 700 - 28 * y)
        for y, row in enumerate(table)
        for x, cell in enumerate(row)
        if cell
    )
    document = read(page((FULL, LEFT)) + content)
    assert [
        tuple(document.text[cell.start : cell.end] for cell in block.cells) for block in document.blocks[1:]
    ] == [
        ("单位", "行政处罚（件）", "罚没金额（万元）"),
        ("甲局", "1 284", "2 016.35"),
        ("乙局", "", "11"),
    ]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (made_pdf(["", ""]), "no_text_layer"),
        (made_pdf([words("1", 280, 40)]), "no_text_layer"),
        (made_pdf([words("\ue001" * 40, 80, 700)]), "no_text_layer"),
        (b"%PDF-1.4\nnothing of the kind", "broken"),
    ],
    ids=["pictures", "pictures with page numbers", "font without characters", "broken"],
)
def test_a_pdf_that_cannot_be_read_is_told(data: bytes, kind: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_document(data)
    assert caught.value.kind == kind


WHOLE = made_pdf([page((FULL, LEFT), ("办理1285件。", LEFT))])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, 40), st.binary(max_size=40))
def test_damaged_bytes_are_read_or_told(at: int, length: int, instead: bytes) -> None:
    with suppress(UnreadableError):
        read_document(WHOLE[:at] + instead + WHOLE[at + length :])


def test_an_encrypted_pdf_is_told() -> None:
    keys = f"/O <{'61' * 32}> /U <{'62' * 32}>"
    encrypt = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 {keys} >> /ID [<{'63' * 16}> <{'63' * 16}>]"
    with pytest.raises(UnreadableError) as caught:
        read_document(made_pdf([page((FULL, LEFT))], encrypt))
    assert caught.value.kind == "encrypted"


def test_some_unmapped_glyphs_are_an_issue_with_the_page() -> None:
    document = read(page((FULL, LEFT), (FULL, LEFT)), page((FULL, LEFT), ("办理\ue001\ue002件。", LEFT)))
    assert [(issue.kind, issue.words) for issue in document.issues] == [
        ("unmapped_glyphs", "page 2: 2 glyphs are no known characters")
    ]

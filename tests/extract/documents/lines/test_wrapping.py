"""Texts broken at a width by hand, by a mail program or by a paste: lines are joined before they are read."""

import pytest

from extract.documents import read_document
from extract.documents.lines.assembly import Cell, Line, Paragraph, TableRow
from extract.documents.lines.wrapping import join_source, unwrapped, width
from tests.effort import work_within
from warehouse.records import Document

OPENING = "2021年，全市各级各部门深入推进依法行政，法治环境明显改善。"


def joined(*lines: str) -> tuple[str, ...]:
    return tuple(line.text for line in unwrapped([Paragraph(line) for line in lines]))


def blocks(document: Document) -> tuple[str, ...]:
    return tuple(document.text[block.start : block.end] for block in document.blocks)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("全年收到信访件3", "07件，办结290件。"),
        ("群众满意率为96.", "4%，居全省前列。"),
        ("群众满意率为96", ".4%，居全省前列。"),
        ("发放宣传册2,", "350份。"),
        ("发放宣传册2", ",350份。"),
        ("处理投诉1.6", "万件。"),
        ("处理投诉1.6万", "件。"),
        ("合格率为88", "%。"),
        ("比上年提高4个", "百分点，创历史新高。"),
        ("截至2021", "年底，共有律师906名。"),
        ("截至2021年1", "2月底，共有律师906名。"),
        ("截至2021年12", "月底，共有律师906名。"),
        ("办结率为百分之九", "十六。"),
        ("调解纠纷一百", "二十余件。"),
    ],
)
def test_a_number_is_cut(before: str, after: str) -> None:
    assert joined(before, after) == (before + after,)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("贯彻《中华人民共和国", "行政许可法》的规定，开展评查。"),
        ("办理许可事项，", "提速九成。"),
        ("各乡镇（街道", "）均设立站点。"),
        ("全年共", "办理许可事项412件。"),
        ("开展执法检查36次，发现并督促", "整改问题129个。"),
    ],
)
def test_a_clause_is_cut(before: str, after: str) -> None:
    assert joined(before, after) == (before + after,)


@pytest.mark.parametrize(
    "lines",
    [
        ("2020年台州市行政复议工作情况", "全年共收到申请731件。"),
        ("行政复议情况", "全年收到申请731件，受理702件。"),
        ("全年收到申请731件。", "12件转送有关部门。"),
        ("1.收到申请731件", "2.受理申请702件"),
        ("（一）收到申请731件", "（二）受理申请702件"),
        ("收到申请731件", "受理申请702件", "审结案件688件"),
        ("椒江区收到71件", "黄岩区收到63件", "路桥区收到59件。"),
        ("分区县情况见附件2", "2021年全市收到申请731件。"),
        ("分区县情况见附件2", "731件申请已全部办结。"),
        ("联系电话：0576-88510000", "2021年12月"),
        ("来源：台州市司法局", "12件案件入选典型案例。"),
        ("一、推进依法行政，优化营商环境", "全年出台文件12件。"),
        ("2021-04-02", "1285件申请得到办理。"),
    ],
)
def test_headings_lists_and_labels_stay_lines_of_their_own(lines: tuple[str, ...]) -> None:
    assert joined(*lines) == lines


def test_three_lines_of_one_width_are_a_paragraph() -> None:
    lines = ("全年开展普法宣", "传讲座，覆盖企", "业和社区。")
    assert joined(*lines) == ("".join(lines),)


def test_a_heading_above_wrapped_lines_stays_one() -> None:
    lines = ("普法工作", "全年开展普法宣", "传讲座，覆盖企", "业和社区。")
    assert joined(*lines) == ("普法工作", "全年开展普法宣传讲座，覆盖企业和社区。")


def wrapped(text: str, columns: int) -> list[str]:
    lines = [""]
    for character in text:
        if width(lines[-1] + character) > columns:
            lines.append("")
        lines[-1] += character
    return lines


def test_a_text_wrapped_at_a_width_is_read_as_its_paragraphs() -> None:
    paragraphs = [
        OPENING,
        "依法行政考核",
        "考核覆盖14个县区和52个部门，发现短板弱项318个，已督促整改297个，整改率达到93.4%，比上年高2.1个百分点。",
        "培训教育",
        "举办执法骨干培训班9期，培训1460人次，组织旁听庭审27场，编发典型案例3批，各县区同步开展了岗位练兵活动。",
    ]
    lines = [line for text in paragraphs for line in wrapped(text, 40)]
    assert joined(*lines) == tuple(paragraphs)


def test_a_line_set_apart_begins_a_paragraph() -> None:
    lines = [Paragraph("推进行政执法规范化，"), Paragraph("全年检查36次。", apart=True)]
    assert unwrapped(lines) == tuple(lines)


def test_table_rows_are_no_lines_of_a_paragraph() -> None:
    lines: list[Line] = [Paragraph("收到申请5"), TableRow(0, (Cell("12件"),)), Paragraph("12件")]
    assert unwrapped(lines) == tuple(lines)


def test_lines_of_source_cut_no_number() -> None:
    assert join_source("收到申请5\n  12件，\n受理98\n件") == "收到申请512件，\n受理98件"


@pytest.mark.parametrize(
    "body",
    [
        "<p>全年收到申请5<br>12件，办结率为98.<br>7%。</p>",
        "<div>全年收到申请5</div><div>12件，办结率为98.</div><div>7%。</div>",
        "<pre>全年收到申请5\n12件，办结率为98.\n7%。</pre>",
        "<p>全年收到申请5\n12件，办结率为98.\n  7%。</p>",
    ],
    ids=["br", "div", "pre", "source"],
)
def test_a_page_breaks_lines_in_many_ways(body: str) -> None:
    page = f"<html><body><div id=zoom><p>{OPENING}</p>{body}</div></body></html>"
    assert blocks(read_document(page.encode())) == (OPENING, "全年收到申请512件，办结率为98.7%。")


def test_an_indented_line_of_a_page_begins_a_paragraph() -> None:
    body = "<p>推进行政执法规范化，<br>　　全年检查36次。<br><br>开展普法宣传，<br>覆盖全市。</p>"
    page = f"<html><body><div id=zoom><p>{OPENING}</p>{body}</div></body></html>"
    assert blocks(read_document(page.encode()))[1:] == (
        "推进行政执法规范化，",
        "全年检查36次。",
        "开展普法宣传，覆盖全市。",
    )


def test_a_text_sets_paragraphs_apart_by_indent_or_empty_lines() -> None:
    text = "某市情况报告\n\n　　推进执法规范化，\n检查36次。\n　　开展普法宣传，\n\n覆盖全市。\n"
    paragraphs = blocks(read_document(text.encode()))
    assert paragraphs == ("推进执法规范化，检查36次。", "开展普法宣传，", "覆盖全市。")


def test_the_cells_of_a_plain_text_table_are_rows() -> None:
    text = "某市情况报告\n| 县区 | 件数 |\n|---|---:|\n| 椒江区 | 71 |\n共计71件。\n"
    document = read_document(text.encode())
    assert [block.kind.value for block in document.blocks] == ["table_row", "table_row", "paragraph"]


def test_hostile_texts_take_no_time() -> None:
    line = Paragraph("申请1" + "2" * 200)
    with work_within(30):
        assert unwrapped([line] * 10_000)
        assert len(unwrapped([Paragraph("（《“" * 60 + "，")] * 10_000)) == 1


@pytest.mark.parametrize(
    "heading",
    ["四、规范执法行为", "（二）坚持问题导向", "扩大公众参与", "三、加强风险应对", "做好法治宣传普及"],
)
def test_a_heading_may_end_with_a_noun_that_ends_like_a_word_of_its_own(heading: str) -> None:
    paragraph = "全市执法机构出动执法人员906人次。"
    assert joined(heading, paragraph) == (heading, paragraph)

from datetime import date

import pytest

from extract.documents.heads.document_numbers import document_number_in, document_number_of
from extract.documents.heads.headers import Facts, facts_of, is_header_line
from extract.documents.heads.labels import is_label_line, read_piece

DAY = date(2018, 3, 30)


def said(*pieces: str) -> dict[str, object]:
    """The facts that pieces of a page give, without those they do not."""
    found = facts_of(pieces)
    return {name: value for name in Facts.__slots__ if (value := getattr(found, name)) is not None}


@pytest.mark.parametrize(
    ("piece", "facts"),
    [
        ("索 引 号：113/2018-9", {"index_number": "113/2018-9"}),
        ("[ 索引号 ] 113/2018-9 [ 发布日期 ] 2018-03-30", {"index_number": "113/2018-9", "published": DAY}),
        ("【来源】某县司法局【发布时间】2018/3/30", {"source": "某县司法局", "published": DAY}),
        (
            "[索引号]：113/2018-9 [文号]：某政〔2018〕9号",
            {"index_number": "113/2018-9", "document_number": "某政〔2018〕9号"},
        ),
        ("- 索引号：113/2018-9 - 发布机构：某局", {"index_number": "113/2018-9", "publisher": "某局"}),
        (
            "• 索　引　号：113/2018-9 • 文　号：某政〔2018〕9号",
            {"index_number": "113/2018-9", "document_number": "某政〔2018〕9号"},
        ),
        ("来源:某县司法局作者:张三", {"source": "某县司法局"}),
        ("来源：某县司法局 2018-03-30", {"source": "某县司法局", "published": DAY}),
        ("来源：某县司法局2018年3月30日", {"source": "某县司法局", "published": DAY}),
        ("2018-03-30 14:41来源:某县司法局", {"source": "某县司法局", "published": DAY}),
        ("某政务网 www.example.cn 2018年03月30日 08时55分 来源：某局", {"source": "某局", "published": DAY}),
        ("发布于 2018-03-30 10:05", {"published": DAY}),
        ("更新时间：2018年03月30日", {"bare_date": DAY}),
        ("更新时间：2018-04-02 发布时间：2018-03-30", {"published": DAY, "bare_date": date(2018, 4, 2)}),
        ("成文日期：2018-03-30", {"issued": DAY}),
        (
            "索引号 113/2018-9 发布机构 某局 发布日期 2018-03-30",
            {"index_number": "113/2018-9", "publisher": "某局", "published": DAY},
        ),
        ("信息来源：某局　|　发布日期：2018-03-30　|　点击：12", {"source": "某局", "published": DAY}),
        ("（来源：某县司法局）", {"source": "某县司法局"}),
        ("• 2018-03-30", {"bare_date": DAY}),
        ("今天是2018年3月30日 星期五", {}),
        ("2018年3月30日 星期五", {}),
        ("文号：无 主题词：法治", {}),
        ("资金来源：财政拨款", {}),
        ("附件2018年3月30日报送", {}),
    ],
)
def test_labels_in_every_form(piece: str, facts: dict[str, object]) -> None:
    assert said(piece) == facts


def test_labels_and_values_that_stand_apart() -> None:
    pieces = ("• 索引号:", "113/2018-9", "• 主题分类:", "• 来源:", "• 发文机构:", "某县人民政府")
    assert said(*pieces) == {"index_number": "113/2018-9", "publisher": "某县人民政府"}


@pytest.mark.parametrize("pieces", [("2018-03-30", "星期五"), ("今天是", "2018-03-30")])
def test_the_clock_of_a_site_is_no_day_of_publication(pieces: tuple[str, ...]) -> None:
    assert said(*pieces) == {}


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("某政发〔2018〕12号", "某政发〔2018〕12号"),
        ("某政发[2018] 12 号", "某政发〔2018〕12号"),
        ("某政发【2018】12号", "某政发〔2018〕12号"),
        ("某政发（2018）12号", "某政发〔2018〕12号"),
        ("某政发﹝2018﹞第12号", "某政发〔2018〕第12号"),
        ("某政發〔２０１８〕12號", "某政發〔2018〕12號"),
        ("第12号令", None),
        ("无", None),
        ("", None),
    ],
)
def test_document_numbers_have_the_brackets_of_the_standard(value: str, number: str | None) -> None:
    assert document_number_of(value) == number


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("某政发〔2018〕12号", "某政发〔2018〕12号"),
        ("（某政发〔2018〕12号）", "某政发〔2018〕12号"),
        ("某委〔2018〕9号 签发人：某某 某某", "某委〔2018〕9号"),
        ("根据某政发〔2018〕12号文件精神", None),
        ("某市人民政府", None),
    ],
)
def test_a_line_that_is_a_document_number(line: str, number: str | None) -> None:
    assert document_number_in(line) == number


@pytest.mark.parametrize(
    ("line", "is_label", "is_header"),
    [
        ("[ 发布机构 ] 某局", True, False),
        ("- 索引号：113/2018-9 - 文号：某政〔2018〕9号", True, False),
        ("发布于 2018-03-30", True, False),
        ("更新时间：2018-03-30", True, True),
        ("您所在的位置：政务公开 > 工作报告", False, True),
        ("2018年，全市办理案件12件。", False, False),
        ("来源于基层的意见12条", False, False),
    ],
)
def test_lines_of_the_head(line: str, is_label: bool, is_header: bool) -> None:
    assert (is_label_line(line), is_header_line(line)) == (is_label, is_header)


def test_words_before_the_first_label_are_kept() -> None:
    assert read_piece("2018-03-30 来源：某局").lead == "2018-03-30 "

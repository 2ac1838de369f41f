"""Headings with and without numbers, what opens a list, and the title: what stands above each paragraph."""

from dataclasses import replace

import pytest

from tests.transform.conftest import paragraphs
from transform.text.outline import read_outline

TITLE = "金华市2017年法治政府建设报告"


def above(text: str, line: str) -> list[str]:
    """The headings above the paragraph that begins with `line`, without the title."""
    document = paragraphs(text)
    found = [p for p in read_outline(document) if document.text[p.block.start :].startswith(line)]
    return [heading for heading in found[-1].headings if heading != TITLE]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("一、工作\n（一）复议\n全年。", ["一、工作", "（一）复议"]),
        ("一、工作\n（一）复议\n（二）应诉\n全年。", ["一、工作", "（二）应诉"]),
        ("一、工作\n（一）复议\n二、打算\n全年。", ["二、打算"]),
        ("复议情况\n全年。", ["复议情况"]),
        ("总的情况。\n复议情况\n受理多。\n应诉情况\n全年。", ["应诉情况"]),
        ("总的情况。\n争议化解\n复议情况\n全年。", ["争议化解", "复议情况"]),
        ("总的情况。\n复议情况\n1.受理\n多。\n2.审结\n全年。", ["复议情况", "2.审结"]),
        ("一、工作\n复议情况\n受理多。\n二、打算\n全年。", ["二、打算"]),
        ("总的情况。\n数据如下：\n1.受理多。\n全年。", ["数据如下：", "1.受理多"]),
        ("总的情况。\n数据如下：\n1.受理多，审结612件，撤销少。\n全年。", ["数据如下：", "1.受理多，审结"]),
        ("一、工作\n（一）12345热线\n全年。", ["一、工作", "（一）12345热线"]),
        ("总的情况。\n受理612件\n全年。", []),
        ("总的情况。\n受理多，审结多，\n全年。", []),
        ("总的情况。\n复议情况好。\n全年。", []),
    ],
    ids=[
        "levels",
        "a sibling closes its sibling",
        "a higher one closes those below",
        "without a number",
        "one without a number closes the one before",
        "but not where no text is between",
        "numbers go on below one without",
        "a number that is no first closes it",
        "what ends in a colon opens a list",
        "what it counts ends it",
        "a name with a number does not",
        "a line with a figure is none",
        "nor one that goes on",
        "nor a sentence",
    ],
)
def test_what_stands_above(text: str, headings: list[str]) -> None:
    assert above(f"{TITLE}\n{text}", "全年") == headings


def test_the_title_stands_above_all() -> None:
    outline = read_outline(paragraphs(f"{TITLE}\n一、工作\n受理多。\n二、打算\n全年。"))
    assert outline[-1].headings == (TITLE, "二、打算")


def test_a_title_that_was_taken_out_of_the_text_stands_above_all() -> None:
    outline = read_outline(replace(paragraphs("一、工作\n受理多。"), title="兰溪市2022年行政复议工作情况"))
    assert outline[-1].headings == ("兰溪市2022年行政复议工作情况", "一、工作")


def test_lines_of_the_site_before_the_title_told_again_stand_above_nothing() -> None:
    outline = read_outline(replace(paragraphs(f"市政府网\n{TITLE}\n全年。"), title=TITLE))
    assert outline[-1].headings == (TITLE,)


def test_many_lines_that_look_like_headings_stay_few() -> None:
    outline = read_outline(paragraphs("\n".join(f"第{number}次会议情况" for number in ("一", "二") * 500)))
    assert max(len(paragraph.headings) for paragraph in outline) <= 16

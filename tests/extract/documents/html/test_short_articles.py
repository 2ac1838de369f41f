"""Short articles and tables beside menus that have more prose: the menu's words are not the article's."""

import re

import pytest

from extract.documents import read_document
from warehouse.errors import UnreadableError

TITLE = "丽水市2022年行政应诉工作情况"
MENU = "".join(
    f"<p>{duty}</p>"
    for duty in (
        "一、领导全市9个分支机构的日常事务，检查6个派出机构的履职状况，维持正常的办公秩序。",
        "二、参加重要课题的调查研究，提出修改规章制度的建议，走访企业860家，听取各方面的意见。",
        "三、接待群众来信来访410件，答复咨询，做好档案整理、业务学习、对外联络等方面的工作。",
    )
)
SHORT = "2022年，全市办理行政应诉案件377件，败诉12件。"
TABLE = (
    "<table><tr><td>案由</td><td>件数</td></tr><tr><td>土地征收</td><td>377</td></tr>"
    "<tr><td>工伤认定</td><td>12</td></tr></table>"
)
DATE = "<div>发布时间：2023-02-03 来源：市司法局</div>"
HEAD = f"<h2>{TITLE}</h2>{DATE}"


def text_of(body: str, title: str = TITLE) -> str:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return read_document(page.encode()).text


@pytest.mark.parametrize(
    "article", [f"<p>{SHORT}</p>", SHORT, SHORT.rstrip("。"), TABLE, f"<ul><li>{SHORT}</ul>"]
)
@pytest.mark.parametrize(
    "page",
    [
        "<div class=lmenu>{menu}</div><div><div>{head}</div><div class=zw>{article}</div></div>",
        "<div>{menu}</div><div>{head}<div>{article}</div></div><div class=foot>主办：某局，地址：某路</div>",
        "<div class=a>{menu}</div><div class=a><div class=b>{head}</div></div><div class=a>{article}</div>",
        "<div>{menu}{head}<div>{article}</div></div>",
        "<table><tr><td width=200>{menu}</td><td>{head}<div class=nr>{article}</div></td></tr></table>",
        "<div>{menu}</div>{head}<div class=TRS_Editor>{article}</div>",
        "<div class=main>{head}<div class=wen>{article}</div></div><div class=sidebar>{menu}</div>",
        "{head}<div class=wen>{article}</div><div class='hot box'>{menu}</div>",
        "<div>{menu}</div><div><p>位置：首页 &gt; 应诉</p>{head}<div>{article}</div></div>",
        "<div>{menu}</div><div><a href=/1.html>{title}</a></div><div>{date}<div>{article}</div></div>",
    ],
)
def test_a_menu_with_more_prose_is_not_the_article(page: str, article: str) -> None:
    text = text_of(page.format(menu=MENU, head=HEAD, article=article, title=TITLE, date=DATE))
    assert "377" in text and "12" in text
    assert not any(figure in text for figure in ("9个", "6个", "860家", "410件"))


def test_the_site_may_stand_in_the_title_and_the_heading_be_broken() -> None:
    heading = TITLE.replace("行政", "<br>行政")
    page = f"<div>{MENU}</div><div><div class=t>{heading}</div><div class=c><p>{SHORT}</p></div></div>"
    assert text_of(page, f"{TITLE}-丽水市人民政府") == SHORT


def test_an_article_of_several_parts_is_read_whole() -> None:
    sections = "".join(f"<section><h3>第{n}部分</h3><p>{SHORT}</p></section>" for n in "一二三")
    assert text_of(f"<div>{MENU * 3}</div><div>{HEAD}{sections}</div>").count("377件") == 3
    paragraphs = f"<p>{SHORT}</p>" * 4
    assert text_of(f"<div>{MENU * 3}{HEAD}{paragraphs}</div>").count("377件") == 4


def test_a_summary_above_the_article_does_not_take_its_place() -> None:
    summary = "<div class=zy><p>本文介绍全年应诉案件的主要情况，供参考。</p></div>"
    long = f"<div class=zw>{f'<p>{SHORT}</p>' * 12}</div>"
    text = text_of(f"<div>{MENU}</div><div>{HEAD}{summary}{long}</div>")
    assert text.count("377件") == 12


def test_an_article_marked_as_a_menu_by_mistake_is_read() -> None:
    assert text_of(f"<div class=side>{HEAD}<p>{SHORT}</p></div>") == SHORT


def test_a_table_alone_stays_a_table() -> None:
    assert text_of(f"<div>{TABLE}</div>", "应诉案件表") == "案由 件数\n土地征收 377\n工伤认定 12"


@pytest.mark.parametrize(
    "shown", ["<p><img src=1.jpg></p>", f'<a href="/a/1.pdf">{TITLE}.pdf</a>', "<a href=2.docx>附件下载</a>"]
)
def test_pictures_and_files_below_the_heading_are_not_passed_over_for_a_menu(shown: str) -> None:
    page = f"<div>{MENU}</div><div>{HEAD}<div>{shown}</div></div><div class=foot>主办：某局</div>"
    try:
        text = text_of(page)
    except UnreadableError as error:
        assert error.kind in ("attachment", "empty")
    else:
        assert not re.search("[0-9]", text.replace(".docx", ""))

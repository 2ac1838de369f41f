import pytest

from extract.documents import read_document
from extract.documents.heads.titles import headline_of, is_title_line, title_of_text

BODY = (
    "<p>2017年，全市办理行政复议案件1285件，审结1200件，各项工作有序推进。</p>"
    "<p>行政机关负责人出庭应诉率为92%，比上年上升7个百分点，任务如期完成。</p>"
)
SIGNED = "<p>某市司法局</p><p>2018年3月30日</p>"
TITLE = "某市司法局2017年法治政府建设情况报告"


def title_of(page_title: str, above: str = "", inside: str = "", meta: str = "") -> str:
    page = (
        f"<html><head><title>{page_title}</title>{meta}</head><body>{above}"
        f'<div id="zoom">{inside or BODY}</div></body></html>'
    )
    return read_document(page.encode()).title


@pytest.mark.parametrize(
    "page_title",
    [
        TITLE,
        f"{TITLE}-某市司法局",
        f"{TITLE}_法治政府建设年度报告_某市人民政府",
        f"某市政府 {TITLE}",
        f"中国某市|{TITLE}",
    ],
)
def test_a_whole_part_of_the_pages_title_and_never_the_sign_off(page_title: str) -> None:
    assert title_of(page_title, "<p>法治政府建设年度报告</p>", BODY + SIGNED) == TITLE


def test_a_title_printed_on_several_lines_is_one() -> None:
    lines = "<p>某市司法局</p><p>关于2017年法治政府建设</p><p>情况的报告</p>"
    whole = "某市司法局关于2017年法治政府建设情况的报告"
    assert title_of(f"{whole}_信息公开", inside=lines + BODY) == whole
    assert title_of("信息公开", inside=lines + BODY) == whole


def test_a_title_that_is_cut_off_is_the_line_that_goes_on() -> None:
    whole = "某市司法局关于2017年度法治政府建设情况的报告"
    cut = "某市司法局关于2017年度法治…"
    assert title_of(f"{cut}-某市司法局", f"<h3>{whole}</h3>") == whole
    assert title_of("首页", f"<h3>{whole}</h3>", meta=f'<meta name="ArticleTitle" content="{cut}">') == whole


@pytest.mark.parametrize(
    ("page_title", "above"),
    [
        ("法治政府建设年度报告", f"<h1>法治政府建设年度报告</h1><div class=bt>{TITLE}</div>"),
        (
            "信息公开",
            f"<table><tr><td>索引号</td><td>1/2018</td></tr><tr><td>标题</td><td>{TITLE}</td></tr></table>",
        ),
        ("某市人民政府", "<h1>某市司法局</h1><h1>2017年法治政府建设情况报告</h1>"),
    ],
    ids=["column", "information table", "two headings"],
)
def test_where_the_pages_title_names_a_site_or_column(page_title: str, above: str) -> None:
    assert title_of(page_title, above) == TITLE


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ["某市人民政府", "关于2017年工作情况的报告", "2017年，全市办理案件12件。"],
            "某市人民政府关于2017年工作情况的报告",
        ),
        (
            ["某市人民政府关于2017年", "法治政府建设情况的报告"],
            "某市人民政府关于2017年法治政府建设情况的报告",
        ),
        (["某政发〔2018〕1号", "某市2017年工作总结", "正文。"], "某市2017年工作总结"),
        (["某市关于2017年度依法行政工作", "情况的报告", "正文。"], "某市关于2017年度依法行政工作情况的报告"),
        (
            ["首页 政务公开 工作报告", "今天是2018年3月30日 星期五 报告", "某市2017年工作情况报告"],
            "某市2017年工作情况报告",
        ),
        (["图1 2017年工作情况", "某市2017年工作情况报告"], "某市2017年工作情况报告"),
        (["工作报告", "某市2017年工作情况报告"], "某市2017年工作情况报告"),
        (["某市政法工作领导小组办公室", "2018年3月30日"], ""),
        (["一、工作情况", "正文。"], ""),
        ([], ""),
    ],
)
def test_the_title_of_plain_text(lines: list[str], title: str) -> None:
    assert title_of_text(lines) == title


@pytest.mark.parametrize(
    ("line", "is_title"),
    [
        ("某市2017年工作情况报告", True),
        ("某市人民政府办公室", False),
        ("表2：工作情况", False),
        ("图为工作会议现场", False),
        ("首页 > 工作报告", False),
        ("全市工作有序推进，情况良好", False),
        ("三、工作情况", False),
        ("文号：某政报告〔2018〕1号", False),
    ],
)
def test_what_can_be_a_title(line: str, is_title: bool) -> None:
    assert is_title_line(line) is is_title


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("某省高院发布行政审判白皮书", "某省高院发布行政审判白皮书"),
        ("记者今天从某市获悉，全市办结12件。", ""),
        ("来源：某某晚报", ""),
        ("2018-03-30 10:26", ""),
        ("一、总体形势向好", ""),
        ("某市人民政府", ""),
    ],
)
def test_news_has_its_headline_as_title(line: str, headline: str) -> None:
    assert headline_of([line, "正文。"]) == headline

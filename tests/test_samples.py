"""The sample corpus keeps its promises: real places, sources named, no figure without its source."""

import csv
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from extract.documents import read_document
from transform.reading import read_report
from transform.rules import load_rules
from warehouse.places import load_places
from warehouse.records import Document

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
RESTATES = "本页以自己的文字转述已公布报告中的数字，原文见："
# Digits that state no figure: years and dates, the names that hold a number.
NO_FIGURE = re.compile(
    r"20\d\d[－—-]20\d\d年|\d{4}年(底|度|\d+月(\d+日)?)?|\d+月(\d+日)?|上升15个和7个百分点|“铁拳1号”|“双11”"
)


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CATALOGUE = rows("catalogue.csv")
FIGURES = rows("figures.csv")

each_page = pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row["url"].removeprefix("sample:"))


def path_of(row: dict[str, str]) -> Path:
    return SAMPLES / row["url"].removeprefix("sample:")


@cache
def document(path: Path) -> Document:
    return read_document(path.read_bytes())


def figures_of(row: dict[str, str]) -> list[dict[str, str]]:
    return [figure for figure in FIGURES if figure["report_id"] == f"{row['place']}-{row['year']}"]


def squeezed(text: str) -> str:
    """Without white space, but where it parts two numbers (the cells of a row)."""
    return re.sub(r"(?<=\D)\s+|\s+(?=\D)", "", text)


def test_the_corpus_is_varied() -> None:
    assert len(CATALOGUE) >= 14
    assert {row["format"] for row in CATALOGUE} == {"html", "pdf", "docx"}
    assert len({row["year"] for row in CATALOGUE}) >= 8
    assert len({(row["place"], row["year"]) for row in CATALOGUE}) == len(CATALOGUE)


def test_2017_has_many_places_of_the_same_metrics() -> None:
    places = defaultdict(set)
    for figure in FIGURES:
        if figure["year"] == "2017" and "." in figure["measure"]:
            places[figure["measure"]].add(figure["report_id"])
    shared = {metric: reports for metric, reports in places.items() if len(reports) > 1}
    assert len(set().union(*shared.values())) >= 20
    assert len(shared) >= 15
    assert max(len(reports) for reports in places.values()) >= 10


@each_page
def test_a_figure_is_linked_as_the_table_says(row: dict[str, str]) -> None:
    """But in Jinhua's, whose sentences are as hard as published ones."""
    if row["place"] == "330700":
        return
    read = read_report(document(path_of(row)), row["place"], int(row["year"]), load_rules()).statements
    found = Counter((squeezed(one.text), one.metric, str(one.year)) for one in read)
    told = Counter((f["text"], f["measure"], f["year"]) for f in figures_of(row) if "." in f["measure"])
    assert told - found == Counter()


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: f"{row['place']}-{row['year']}")
def test_the_source_is_a_page_and_no_front_page(row: dict[str, str]) -> None:
    parts = urlsplit(row["source_url"])
    assert parts.path not in ("", "/") or parts.query


def test_every_page_is_in_the_catalogue() -> None:
    pages = {path.name for path in SAMPLES.iterdir() if path.suffix in {".html", ".pdf", ".docx"}}
    assert pages == {path_of(row).name for row in CATALOGUE}


@each_page
def test_a_page_is_named_for_its_place_and_year(row: dict[str, str]) -> None:
    assert path_of(row).name == f"{row['place']}-{row['year']}.{row['format']}"
    assert path_of(row).stat().st_size < 200_000


@each_page
def test_place_and_year_stand_in_the_title(row: dict[str, str]) -> None:
    place = load_places().resolve(row["place"], int(row["year"]))
    assert place.name in document(path_of(row)).title
    assert f"{row['year']}年" in document(path_of(row)).title


@each_page
def test_a_page_names_its_source(row: dict[str, str]) -> None:
    assert row["source_url"].startswith(("http://", "https://"))
    assert RESTATES + row["source_url"] in squeezed(document(path_of(row)).text)


@each_page
def test_every_figure_stands_in_the_body(row: dict[str, str]) -> None:
    text = squeezed(document(path_of(row)).text)
    assert figures_of(row)
    assert [figure["text"] for figure in figures_of(row) if figure["text"] not in text] == []
    assert {figure["source_url"] for figure in figures_of(row)} == {row["source_url"]}


@each_page
def test_no_figure_stands_in_a_page_without_its_source(row: dict[str, str]) -> None:
    text = squeezed(document(path_of(row)).text).replace(RESTATES + row["source_url"], "")
    texts = sorted({figure["text"] for figure in figures_of(row)} - {"个"}, key=len, reverse=True)
    figures = re.compile(
        "|".join(rf"(?<!\d){re.escape(text)}" + r"(?!\d)" * text[-1].isdigit() for text in texts)
    )
    # Dates go first, so that a figure of 5 does not hide in 5月.
    left = NO_FIGURE.sub("", text.replace(squeezed(document(path_of(row)).title), ""))
    assert re.findall(r"\d+", figures.sub("", left)) == []


@each_page
def test_nothing_of_the_page_round_the_body_is_left(row: dict[str, str]) -> None:
    chrome = re.compile(
        r"首页|当前位置|浏览次数|点击|字体：|字号|打印|关闭窗口|主办|相关(信息|链接|阅读)|上一[篇条]"
    )
    assert chrome.findall(document(path_of(row)).text) == []


def test_jinhua_holds_the_sixty_figures_of_its_report() -> None:
    figures = [figure for figure in FIGURES if figure["report_id"] == "330700-2017"]
    assert len(figures) == 60
    assert sum(figure["bound"] == "blank" for figure in figures) == 4
    assert document(SAMPLES / "330700-2017.html").text.count(" 个") == 4


def test_one_page_is_gb18030_under_another_name() -> None:
    data = (SAMPLES / "230400-2018.html").read_bytes()
    assert b"charset=gb2312" in data
    assert "二〇一八年" in data.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        data.decode("gb2312")
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")

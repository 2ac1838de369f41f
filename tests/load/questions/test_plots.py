"""Pictures of a metric: in Chinese, alike every time, and honest about what they leave out."""

import sys
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from load.engines.database import open_readonly
from load.questions import plots
from load.questions.comparison import compare_places, compare_years
from load.questions.plots import Drawn, chinese_font, draw, pictures
from tests.load.factories import CASES, LOSS, METRICS, PLACES, RATE, statement, tables, write
from tests.warehouse.warehouses import load_file
from warehouse.errors import LoadError
from warehouse.records import Metric, Place

METRIC = next(metric for metric in METRICS if metric.id == LOSS)
APPEARANCE = next(metric for metric in METRICS if metric.id == RATE)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plots")
    stated = [
        statement(f"{place}-{year}", f"{value}%", str(value), metric=LOSS)
        for place, value in (("330500", 7), ("330700", 6), ("331000", 9))
        for year in (2016, 2017)
    ]
    stated.append(statement("330781-2017", "5%", "5", metric=LOSS, bound="about"))
    stated.append(statement("330700-2017"))
    write(folder, tables(stated))
    load_file(folder, folder / "w.duckdb")
    return folder


def drawn(root: Path, target: Path, metric: Metric = METRIC, base_year: int = 2017) -> Drawn:
    with open_readonly(root / "w.duckdb") as connection:
        years = compare_years(connection, metric.id, base_year)
        places = compare_places(connection, metric.id, base_year)
    return draw(metric, base_year, years, places, target)


def test_years_and_places_as_png_and_svg(root: Path, tmp_path: Path) -> None:
    found = drawn(root, tmp_path)
    names = [path.name.removeprefix(LOSS) for path in found.files]
    assert names == ["-years.png", "-years.svg", "-places.png", "-places.svg"]
    assert found.told == ()
    assert all(path.read_bytes()[:4] == b"\x89PNG" for path in found.files if path.suffix == ".png")
    assert ElementTree.fromstring(found.files[1].read_bytes()).tag.endswith("svg")


def test_the_same_answers_are_the_same_bytes(root: Path, tmp_path: Path) -> None:
    once, again = drawn(root, tmp_path / "a").files, drawn(root, tmp_path / "b").files
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]


def test_a_font_that_has_chinese_characters_is_found() -> None:
    """Asked for its characters, not for its name."""
    assert chinese_font() != ""


def test_without_a_chinese_font_labels_are_english_and_it_says_so(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No box in place of a character: matplotlib would warn of each, which is an error here."""
    monkeypatch.setattr(plots, "chinese_font", lambda: "")
    found = drawn(root, tmp_path)
    assert len(found.files) == 4
    assert "apt-get install fonts-noto-cjk" in found.told[0]


def test_what_is_not_drawn_is_told(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plots, "_MOST_LINES", 2)
    monkeypatch.setattr(plots, "_MOST_BARS", 3)
    told = drawn(root, tmp_path).told
    assert told[0].startswith("1 more places are not in the picture of years")
    assert told[1].startswith("1 places behind the first 3")


def test_one_place_in_one_year_is_no_picture(root: Path, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="nothing to draw"):
        drawn(root, tmp_path, APPEARANCE)
    assert list(tmp_path.iterdir()) == []


def test_matplotlib_is_an_extra(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(LoadError, match=r"fazhi\[plot\]"):
        drawn(root, tmp_path)


def texts_of(root: Path, metric: str, picture: str, *, chinese: bool = True) -> set[str]:
    """Every text of a picture: beside its points or bars, at its axes, below it."""
    found = next(one for one in METRICS if one.id == metric)
    with open_readonly(root / "w.duckdb") as connection:
        answers = compare_years(connection, metric, 2017), compare_places(connection, metric, 2017)
    figure = pictures(found, 2017, *answers, chinese=chinese)[0][picture]
    (axes,) = figure.axes
    below = figure.get_supxlabel().splitlines()
    return {text.get_text() for text in (*axes.texts, *axes.get_yticklabels())} | set(below)


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two places over years with one figure for each sign, of which 2017 has those that are ranked."""
    cases = {"metric": CASES, "unit": "件"}
    stated = [
        statement("330500-2014", "31件", "31", **cases, last_month=6),
        statement("330500-2015", "30至40件", "30", **cases, value_high=Decimal(40)),
        statement("330500-2017", "33件", "33", **cases, certainty="likely"),
        statement("330700-2016", "另算", "42", **cases, basis="derived", derivation="40 + 2 = 42", year=2015),
        statement("330700-2016", "40件以上", "40", **cases, bound="at_least"),
        statement("330700-2017", "约45件", "45", **cases, bound="about"),
        statement("331000-2016", "50件", "50", **cases),
        statement("330700-2017", "14件", "14", **cases, place="330781"),
        statement("330000-2017", "900件", "900", **cases),
    ]
    folder = tmp_path_factory.mktemp("marked")
    write(folder, tables(stated))
    places = [*PLACES, Place("330000", "浙江省", "province", short_name="浙江")]
    load_file(folder, folder / "w.duckdb", places=places)
    return folder


def test_points_have_the_signs_of_their_figures(marked: Path) -> None:
    """Beside several lines the signs alone; below, what those mean that are there, and no others."""
    texts = texts_of(marked, CASES, "years")
    assert {"◐", "?", "†", "≥", "≈"} <= texts
    assert (
        "≈ 约 about；≥ 以上 at least；30–40 区间值 a range；◐ 非全年 part of a year；† 推算 derived；"
        "? 链接存疑 link likely only"
    ) in texts


def test_bars_have_the_signs_of_their_figures_and_are_grouped_by_level(marked: Path) -> None:
    """A province is ranked among provinces, and does not stand before its cities."""
    texts = texts_of(marked, CASES, "places")
    assert {"≈45件", "33件?", "14件※", "900件"} <= texts
    assert {"省级 province", "1  浙江省", "地级 prefecture", "1  金华市", "2  湖州市", "县级 county"} <= texts
    assert "中位数 median 39" in texts


def test_a_line_alone_has_its_figures_beside_it(tmp_path: Path) -> None:
    stated = [
        statement(f"330700-{year}", "30至40件", "30", metric=CASES, unit="件", value_high=Decimal(high))
        for year, high in ((2016, 40), (2017, 50))
    ]
    write(tmp_path, tables(stated))
    load_file(tmp_path, tmp_path / "w.duckdb")
    assert {"30–40件", "30–50件", "30–40 区间值 a range"} <= texts_of(tmp_path, CASES, "years")


def test_without_a_chinese_font_signs_are_explained_in_english(marked: Path) -> None:
    texts = texts_of(marked, CASES, "places", chinese=False)
    assert {"≈45", "33?", "province", "≈ about; ? link likely only; ※ another place's report"} <= texts

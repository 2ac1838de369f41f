"""Pictures of a metric: in Chinese, alike every time, and honest about what they leave out."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from load.engines.database import build_database, open_readonly
from load.questions import plots
from load.questions.comparison import compare_places, compare_years
from load.questions.plots import Drawn, chinese_font, draw
from tests.load.factories import LOSS, METRICS, PLACES, RATE, statement, tables, write
from warehouse.errors import LoadError
from warehouse.records import Metric

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
    build_database(folder, folder / "w.duckdb", METRICS, PLACES)
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

"""Which workbooks a night writes: those that changed, one a province where one would be too large."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from openpyxl import load_workbook

from flows import workbooks as exporting
from flows.record.progress import watched_by
from flows.settings import Settings
from flows.steps import build_warehouse, export_workbook
from flows.workbooks import export_places
from load.engines.connection import Connection
from load.questions.asking import question, questions_of
from load.reviews.decisions import append_reviews
from load.workbook import workbooks
from load.workbook.answers import Answers
from load.workbook.row_prints import NOT_ASKED
from load.workbook.workbook_sheets import SHEETS as SHEETS_OF_ROWS
from load.workbook.workbooks import Planned
from tests.flows.listening import Listener
from tests.load.books import SHEETS, sheet_rows
from tests.load.factories import statement, tables, write
from tests.load.packages import problems_of
from tests.load.reviews.test_reviews import review
from warehouse.errors import CatalogueError
from warehouse.schemas import REVIEWS
from warehouse.sql import view_sql

ZHEJIANG = "workbooks/330000-浙江省.xlsx"
HEBEI = "workbooks/130000-河北省.xlsx"
JINHUA, HUZHOU = statement("330700-2017"), statement("330500-2017", "90%", "90")
XIANGDU = statement("130502-2017", "80%", "80")


@pytest.fixture(autouse=True)
def most_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than two figures are too many for one workbook."""
    monkeypatch.setattr(workbooks, "MOST_FIGURES", 2)


@pytest.fixture(scope="module")
def without_workbooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of two provinces: to be copied, never changed."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("loaded"))
    loaded(settings, JINHUA, HUZHOU, XIANGDU)
    return settings.data_dir


@pytest.fixture
def data(without_workbooks: Path, tmp_path: Path) -> Settings:
    """A data folder of two provinces, whose figures are too many for one workbook."""
    return Settings(data_dir=shutil.copytree(without_workbooks, tmp_path, dirs_exist_ok=True))


@pytest.fixture(scope="module")
def with_workbooks(without_workbooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same when its workbooks were written: to be copied, never changed."""
    folder = shutil.copytree(without_workbooks, tmp_path_factory.mktemp("exported"), dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbooks, "MOST_FIGURES", 2)
        export_workbook(Settings(data_dir=folder), 2017)
    return folder


@pytest.fixture
def exported(with_workbooks: Path, tmp_path: Path) -> Settings:
    """The data folder of two provinces after a night that wrote their workbooks."""
    return Settings(data_dir=shutil.copytree(with_workbooks, tmp_path, dirs_exist_ok=True))


def loaded(settings: Settings, *stated: dict[str, Any]) -> None:
    write(settings.data_dir, tables(stated))
    build_warehouse(settings)


def written(settings: Settings) -> dict[str, int]:
    paths = [settings.workbook, *settings.workbooks.glob("*.xlsx")]
    return {
        path.relative_to(settings.data_dir).as_posix(): path.stat().st_mtime_ns
        for path in paths
        if path.exists()
    }


def rewritten(settings: Settings) -> set[str]:
    """Which workbooks the next night writes."""
    before = written(settings)
    export_workbook(settings, 2017)
    after = written(settings)
    return {path for path in after if after[path] != before.get(path)}


def asked_and_rewritten(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], set[str]]:
    """Of which workbooks the next night asks the questions, and which it writes."""
    asked: set[str] = set()

    def gather(connection: Connection, planned: Planned, folder: Path) -> Answers:
        asked.add(planned.path.as_posix())
        return workbooks.gather_planned(connection, planned, folder)

    with monkeypatch.context() as night:
        night.setattr(exporting, "gather_planned", gather)
        changed = rewritten(settings)
    return asked, changed


def test_one_a_province_and_one_that_leads_to_them(exported: Settings) -> None:
    assert set(written(exported)) == {"fazhi.xlsx", ZHEJIANG, HEBEI}
    index = load_workbook(exported.workbook)
    assert index.sheetnames == ["说明 About", "工作簿 Workbooks", "总览 Overview"]
    links = [cell.hyperlink.target for row in index["工作簿 Workbooks"] for cell in row if cell.hyperlink]
    assert links == [HEBEI, ZHEJIANG]
    for path in written(exported):
        assert problems_of(exported.data_dir / path) == []


def test_a_province_s_workbook_has_its_places_alone(exported: Settings) -> None:
    book = exported.data_dir / ZHEJIANG
    assert load_workbook(book).sheetnames == SHEETS
    assert {row["Place"] for row in sheet_rows(book, "明细 Figures")} == {"金华市", "湖州市"}
    ranked = [(row["Rank"], row["Places"]) for row in sheet_rows(book, "城市对比 Cities")]
    assert ranked == [(1, 2), (2, 2)]


def test_a_night_without_change_writes_none(exported: Settings) -> None:
    loaded(exported, JINHUA, HUZHOU, XIANGDU)
    assert rewritten(exported) == set()


def test_a_change_rewrites_its_own_province_and_does_not_ask_another(
    exported: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (exported.data_dir / HEBEI).read_bytes()
    loaded(exported, JINHUA, statement("330500-2017", "91%", "91"), XIANGDU)
    asked, changed = asked_and_rewritten(exported, monkeypatch)
    assert (ZHEJIANG in changed, HEBEI in changed) == (True, False)
    assert asked == {"fazhi.xlsx", ZHEJIANG}
    assert (exported.data_dir / HEBEI).read_bytes() == before
    assert rewritten(exported) == set()


def test_one_that_was_written_by_a_killed_night_is_written_again_over_the_former_tables(
    exported: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kill comes when the new file is there and nothing says so; then the tables are what they were."""

    def killed(planned: Planned, *given: Any) -> None:
        workbooks.write_planned(planned, *given)
        if planned.path.as_posix() == ZHEJIANG:
            raise KeyboardInterrupt

    before = sheet_rows(exported.data_dir / ZHEJIANG, "明细 Figures")
    loaded(exported, JINHUA, statement("330500-2017", "91%", "91"), XIANGDU)
    with monkeypatch.context() as night, pytest.raises(KeyboardInterrupt):
        night.setattr(exporting, "write_planned", killed)
        export_workbook(exported, 2017)
    loaded(exported, JINHUA, HUZHOU, XIANGDU)
    export_workbook(exported, 2017)
    assert sheet_rows(exported.data_dir / ZHEJIANG, "明细 Figures") == before


def test_a_figure_that_another_province_s_report_tells_is_asked_for(
    exported: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = statement("330700-2017", "81%", "81", place="130502", sentence="桥东区81%。")
    loaded(exported, JINHUA, HUZHOU, XIANGDU, told)
    assert asked_and_rewritten(exported, monkeypatch)[0] == {"fazhi.xlsx", ZHEJIANG, HEBEI}


def test_a_decision_rewrites_its_own_province_and_as_it_counts_for_all_is_asked_of_all(
    exported: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = review("corrected", "29", seen=XIANGDU, decided_at=datetime(2018, 4, 1, tzinfo=UTC))
    append_reviews(exported.data_dir, pa.Table.from_pylist([decided], schema=REVIEWS), decided["workbook"])
    build_warehouse(exported)
    asked, changed = asked_and_rewritten(exported, monkeypatch)
    assert asked == {"fazhi.xlsx", ZHEJIANG, HEBEI}
    assert changed - {"fazhi.xlsx"} == {HEBEI}


def test_no_question_of_a_workbook_asks_what_is_not_printed() -> None:
    """Neither itself nor by the views that it asks."""
    sheets = (sheet.question for sheet in SHEETS_OF_ROWS if sheet.question)
    names = (*questions_of("overview"), *sheets, "review", "review_holes", "review_positions")
    views = view_sql()
    words = {word for name in names for word in re.findall(r"\w+", question(name))}
    while (
        more := {word for view in words & views.keys() for word in re.findall(r"\w+", views[view][0])} - words
    ):
        words |= more
    assert "fact_observation" in words
    assert words & NOT_ASKED == set()


def test_a_workbook_that_was_lost_is_written_again(exported: Settings) -> None:
    (exported.data_dir / HEBEI).unlink()
    exported.made.unlink()
    assert HEBEI in rewritten(exported)


def test_a_damaged_record_is_told_and_made_anew(exported: Settings) -> None:
    exported.made.write_bytes(exported.made.read_bytes()[:20])
    with watched_by(listener := Listener()):
        assert export_workbook(exported, 2017)
    (line,) = listener.lines
    assert line.startswith(f"{exported.made}: cannot be read")
    assert not export_workbook(exported, 2017)


def test_a_province_that_is_gone_takes_its_workbook_along(
    exported: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here because one workbook takes all. What others put there stays."""
    by_hand = exported.workbooks / "mine.xlsx"
    by_hand.write_bytes(b"")
    monkeypatch.setattr(workbooks, "MOST_FIGURES", 100)
    export_workbook(exported, 2017, even_if_fresh=True)
    assert set(written(exported)) == {"fazhi.xlsx", "workbooks/mine.xlsx"}
    assert load_workbook(exported.workbook).sheetnames == SHEETS


@pytest.mark.parametrize(
    ("places", "path", "figures"),
    [
        ("金华市", "workbooks/330700-金华市.xlsx", 1),
        ("330000", ZHEJIANG, 2),
        ("河北省", HEBEI, 1),
    ],
)
def test_a_workbook_for_one_place(data: Settings, places: str, path: str, figures: int) -> None:
    assert export_places(data, 2017, places) == [data.data_dir / path]
    assert problems_of(data.data_dir / path) == []
    assert len(sheet_rows(data.data_dir / path, "明细 Figures")) == figures


def test_a_city_stands_beside_the_others_of_its_province_and_no_bucket_is_linked(data: Settings) -> None:
    settings = Settings(data_dir=data.data_dir, snapshots_url="s3://bucket/pages")
    (path,) = export_places(settings, 2017, "金华市")
    assert {row["Place"] for row in sheet_rows(path, "城市对比 Cities")} == {"金华市", "湖州市"}
    assert {row["Place"] for row in sheet_rows(path, "年度对比 Years")} == {"金华市"}
    links = [cell.hyperlink.target for cell in load_workbook(path)["来源 Sources"][2] if cell.hyperlink]
    assert links == ["https://example.org/330700-2017.html"]


def test_no_such_place(data: Settings) -> None:
    with pytest.raises(CatalogueError, match="火星市"):
        export_places(data, 2017, "火星市")

"""The same tables, whether a catalogue is run as a whole or fetched, read and loaded step by step."""

from pathlib import Path

import pytest

from flows.pipeline import Carriers, fetch_alone, run_all, transform_alone
from flows.record.failing import still_failing
from flows.request import PanelRequest, panel_request
from flows.settings import Settings
from flows.steps import build_warehouse, export_workbook
from load.parquet.tables import read_table
from tests.flows.running import contents

PAGE = "{}人民政府关于2017年度法治政府建设情况的报告\n2017年，全市行政诉讼败诉率6.9%。\n"


def three_reports(folder: Path) -> PanelRequest:
    """One report that is there, one whose file is missing, one that is another city's."""
    (folder / "good.txt").write_text(PAGE.format("金华市"), "utf-8")
    (folder / "another.txt").write_text(PAGE.format("义乌市"), "utf-8")
    rows = ("place,year,url", "金华市,2017,good.txt", "杭州市,2017,gone.txt", "丽水市,2017,another.txt")
    catalogue = folder / "catalogue.csv"
    catalogue.write_text("\n".join(rows), "utf-8")
    return panel_request(
        places="", years="", base_year=2017, only_changed=True, only_failed=False, catalogue=str(catalogue)
    )


@pytest.fixture(scope="module")
def stepped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, PanelRequest]:
    """They were fetched, read and loaded step by step."""
    folder = tmp_path_factory.mktemp("stepped")
    settings, request = Settings(data_dir=folder / "steps"), three_reports(folder)
    by_steps(settings, request)
    return settings, request


def by_steps(settings: Settings, request: PanelRequest) -> None:
    fetch_alone(settings, request)
    transform_alone(settings, request)
    build_warehouse(settings)


def healths(settings: Settings) -> dict[str, tuple[str, str | None]]:
    rows = read_table(settings.data_dir, "documents").to_pylist()
    return {row["report_id"]: (row["health"], row["reason"]) for row in rows}


def test_step_by_step_gives_what_a_run_gives(tmp_path: Path, stepped: tuple[Settings, PanelRequest]) -> None:
    steps, request = stepped
    whole = Settings(data_dir=tmp_path / "whole")
    run_all(whole, request, Carriers())
    export_workbook(steps, 2017)
    assert healths(steps) == healths(whole)
    assert contents(steps.data_dir) == contents(whole.data_dir)


def test_a_missing_report_is_absent_with_its_reason(stepped: tuple[Settings, PanelRequest]) -> None:
    health, reason = healths(stepped[0])["330100-2017"]
    assert (health, str(reason).split(":")[0]) == ("absent", "not_found")


def test_what_was_never_asked_for_is_absent_too(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert transform_alone(settings, three_reports(tmp_path)).missing == 3
    assert set(healths(settings).values()) == {("absent", "never fetched")}


def test_a_report_that_comes_later_is_no_longer_absent(tmp_path: Path) -> None:
    settings, request = Settings(data_dir=tmp_path), three_reports(tmp_path)
    by_steps(settings, request)
    (tmp_path / "gone.txt").write_text(PAGE.format("杭州市"), "utf-8")
    by_steps(settings, request)
    assert healths(settings)["330100-2017"] == ("read", None)
    assert "gone.txt" not in settings.unfetched.read_text("utf-8")


def failing(settings: Settings, request: PanelRequest) -> set[str]:
    assert request.catalogue
    return set(still_failing(settings, Path(request.catalogue)))


def test_what_failed_in_a_step_is_left_to_repeat(tmp_path: Path) -> None:
    settings, request = Settings(data_dir=tmp_path), three_reports(tmp_path)
    fetch_alone(settings, request)
    assert failing(settings, request) == {"330100-2017"}
    transform_alone(settings, request)
    assert failing(settings, request) == {"330100-2017", "331100-2017"}


def test_an_older_snapshot_settles_no_report_that_could_not_be_fetched(tmp_path: Path) -> None:
    settings, request = Settings(data_dir=tmp_path), three_reports(tmp_path)
    by_steps(settings, request)
    (tmp_path / "good.txt").rename(tmp_path / "away.txt")
    by_steps(settings, request)
    assert "330700-2017" in failing(settings, request)
    (tmp_path / "away.txt").rename(tmp_path / "good.txt")
    by_steps(settings, request)
    assert "330700-2017" not in failing(settings, request)

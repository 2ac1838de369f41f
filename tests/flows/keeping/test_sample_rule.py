"""Samples and real reports do not mix: what a run takes out, what it refuses, and what `forget` takes out."""

import shutil
from pathlib import Path

import pytest

from load.parquet.delta_files import counted_deltas
from load.parquet.tables import FOLDER, read_table
from tests.flows.running import Done, run_fazhi

REPORT = "湖州市2018年法治政府建设情况报告\n\n2018年，全市行政机关负责人出庭应诉率为95%。\n"


@pytest.fixture(scope="module")
def first_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    steps(folder, "--catalogue", "samples", "--places", "金华市,洛阳市")
    assert known(folder) == ["330700-2017", "410300-2017"]
    (folder / "huzhou.txt").write_text(REPORT, "utf-8")
    (folder / "reports.csv").write_text("place,year,url\n湖州市,2018,huzhou.txt\n", "utf-8")
    return folder


def steps(folder: Path, *options: str) -> Done:
    fetched = run_fazhi(folder, "fetch", *options)
    return fetched if fetched.returncode else run_fazhi(folder, "transform", *options)


def known(folder: Path) -> list[str]:
    return sorted(read_table(folder / "data", "documents", ["report_id"])["report_id"].to_pylist())


def reasons(folder: Path) -> set[tuple[str, str]]:
    """What the newest delta tells: change and reason."""
    import pyarrow.parquet as pq

    rows = pq.read_table(max(counted_deltas(folder / "data" / FOLDER))).to_pylist()
    return {(row["change"], row["reason"]) for row in rows}


@pytest.fixture
def sampled_two(first_made: Path, tmp_path: Path) -> Path:
    """A folder in which the samples of 金华市 and 洛阳市 were read."""
    return shutil.copytree(first_made, tmp_path, dirs_exist_ok=True)


@pytest.fixture(scope="module")
def then_mixed(first_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(first_made, tmp_path_factory.mktemp("mixed"), dirs_exist_ok=True)
    read = steps(folder, "--catalogue", "reports.csv")
    assert read.returncode == 0, read.stderr
    assert "2 samples taken out" in read.stderr
    return folder


@pytest.fixture
def mixed(then_mixed: Path, tmp_path: Path) -> Path:
    """One in which a real report was read after them."""
    return shutil.copytree(then_mixed, tmp_path, dirs_exist_ok=True)


def test_the_first_real_report_takes_the_samples_out(mixed: Path) -> None:
    assert known(mixed) == ["330500-2018"]
    assert ("removed", "taken out") in reasons(mixed)


def test_samples_among_real_reports_are_refused(mixed: Path) -> None:
    refused = run_fazhi(mixed, "fetch")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "--live or --catalogue" in refused.stderr


def test_where_nothing_is_chosen_nothing_is_called_a_sample(mixed: Path) -> None:
    catalogue = "place,year,url\n湖州市,2018,huzhou.txt\n没有的县,2018,none.txt\n"
    (mixed / "reports.csv").write_text(catalogue, "utf-8")
    refused = run_fazhi(mixed, "fetch", "--catalogue", "reports.csv", "--years", "2016")
    assert ("sample" in refused.stderr, "没有的县 is no place" in refused.stderr) == (False, True)


def test_a_catalogue_of_one_s_own_may_name_samples_too(mixed: Path) -> None:
    more = "place,year,url\n湖州市,2018,huzhou.txt\n金华市,2017,sample:330700-2017.html\n"
    (mixed / "reports.csv").write_text(more, "utf-8")
    for _ in range(2):
        assert steps(mixed, "--catalogue", "reports.csv").returncode == 0
        assert known(mixed) == ["330500-2018", "330700-2017"]


def test_a_real_report_that_cannot_be_read_takes_nothing_out(sampled_two: Path) -> None:
    (sampled_two / "huzhou.txt").write_text("", "utf-8")
    steps(sampled_two, "--catalogue", "reports.csv")
    assert {"330700-2017", "410300-2017"} <= set(known(sampled_two))


def test_a_forgotten_report_is_gone_but_for_its_snapshot(sampled_two: Path) -> None:
    snapshots = sorted((sampled_two / "data/snapshots").rglob("*.*"))
    forgotten = run_fazhi(sampled_two, "forget", "410300-2017\r")  # as a shell takes it out of a CSV
    assert (forgotten.returncode, "1 taken out" in forgotten.stdout) == (0, True), forgotten.stderr
    assert known(sampled_two) == ["330700-2017"]
    assert reasons(sampled_two) == {("removed", "taken out")}
    assert sorted((sampled_two / "data/snapshots").rglob("*.*")) == snapshots


def test_an_unknown_report_is_refused_with_the_nearest(sampled_two: Path) -> None:
    refused = run_fazhi(sampled_two, "forget", "330700-2018")
    assert (refused.returncode, "330700-2017" in refused.stderr) == (2, True)
    assert run_fazhi(sampled_two, "forget").returncode == 2

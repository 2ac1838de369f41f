"""Exit status and one-line errors of the commands, as a user meets them."""

import shutil
from pathlib import Path

import pytest

from tests.flows.running import Fazhi, contents, run_fazhi, written

COMMANDS = ["run", "fetch", "transform", "load", "export", "rebuild", "inspect", "compare", "evaluate"]


@pytest.mark.parametrize("command", [*COMMANDS, "serve", "doctor", "metrics check"])
def test_help_teaches_with_an_example(fazhi: Fazhi, command: str) -> None:
    shown = fazhi(*command.split(), "--help")
    assert shown.returncode == 0
    assert "Example" in shown.stdout


def test_version(fazhi: Fazhi) -> None:
    assert fazhi("--version").stdout.startswith("fazhi")


@pytest.mark.parametrize(
    "arguments",
    [["nothing"], ["run", "--nothing"], ["compare"], ["run", "--base-year", "x"]],
    ids=["unknown command", "unknown option", "missing argument", "no number"],
)
def test_wrong_use_is_status_2(fazhi: Fazhi, arguments: list[str]) -> None:
    assert fazhi(*arguments).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["run", "--years", "soon"], "years", id="no year"),
        pytest.param(["run", "--places", "金化市"], "金化市", id="unknown place"),
        pytest.param(["run", "--years", "2004"], "names no report", id="nothing to do"),
        pytest.param(["run", "--failed"], "no report failed", id="nothing failed"),
        pytest.param(["run", "--catalogue", "none.csv"], "none.csv", id="no such catalogue"),
        pytest.param(["fetch", "--catalogue", "none.csv"], "none.csv", id="fetch: no such catalogue"),
        pytest.param(["compare", "disputes.appearance_rate"], "fazhi run", id="no warehouse yet"),
        pytest.param(["export"], "fazhi run", id="nothing to export"),
        pytest.param(["inspect", "none.html"], "none.html", id="no such file"),
        pytest.param(["evaluate", "none"], "none", id="no such folder"),
        pytest.param(["--data-dir", "/proc/none", "load"], "--data-dir", id="folder that cannot be made"),
    ],
)
def test_user_s_mistake_is_one_line_and_status_1(fazhi: Fazhi, arguments: list[str], words: str) -> None:
    failed = fazhi(*arguments)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("fazhi: ")
    assert failed.stderr.count("\n") == 1
    assert words in failed.stderr


def test_catalogue_without_a_column_is_one_line(fazhi: Fazhi, tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_text("place,year\n金华市,2017\n")
    failed = fazhi("run", "--catalogue", "reports.csv")
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
    assert "lacks the column url" in failed.stderr


def test_unknown_variable_is_one_line(fazhi: Fazhi) -> None:
    failed = fazhi("load", FAZHI_DATADIR="x")
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)


def test_named_server_that_does_not_answer_is_one_line(fazhi: Fazhi) -> None:
    failed = fazhi("run", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
    assert "no Prefect server answers" in failed.stderr


def test_debug_shows_the_traceback(fazhi: Fazhi) -> None:
    assert "Traceback" in fazhi("--debug", "inspect", "none.html").stderr


def test_doctor_finds_this_machine_fit(fazhi: Fazhi) -> None:
    examined = fazhi("doctor")
    assert (examined.returncode, "Python" in examined.stdout) == (0, True)


def test_doctor_tells_of_a_server_that_does_not_answer(fazhi: Fazhi) -> None:
    examined = fazhi("doctor", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert (examined.returncode, "prefect server start" in examined.stdout) == (1, True)


@pytest.fixture(scope="module")
def stepped(tmp_path_factory: pytest.TempPathFactory, sampled: Path) -> Path:
    """A folder in which the samples were fetched, read, loaded and exported, step by step."""
    return shutil.copytree(sampled, tmp_path_factory.mktemp("steps"), dirs_exist_ok=True)


def test_steps_one_by_one_need_no_server(stepped: Path) -> None:
    assert not (stepped / "data/prefect").exists()


@pytest.mark.parametrize("figure", ["11.7%", "9.5%", "6.9%", "-4.8百分点", "-2.6百分点", "越低越好", "更好"])
def test_compare_shows_years_differences_and_direction(comparison: str, figure: str) -> None:
    assert figure in comparison


@pytest.fixture(scope="module")
def comparison(stepped: Path) -> str:
    return run_fazhi(stepped, "compare", "disputes.litigation_loss_rate", "--places", "金华市").stdout


def test_unknown_metric_names_the_nearest(stepped: Path) -> None:
    failed = run_fazhi(stepped, "compare", "disputes.litigation_loss_rte")
    assert (failed.returncode, "disputes.litigation_loss_rate" in failed.stderr) == (1, True)


@pytest.mark.parametrize("step", ["transform", "load", "export"])
def test_step_again_has_nothing_to_do(stepped: Path, step: str) -> None:
    before = written(stepped / "data")
    assert run_fazhi(stepped, step).returncode == 0
    assert written(stepped / "data") == before


def test_rebuild_makes_warehouse_and_workbook_from_parquet_alone(stepped: Path) -> None:
    before = contents(stepped / "data")
    (stepped / "data/fazhi.xlsx").unlink()
    (stepped / "data/warehouse.duckdb").unlink()
    assert run_fazhi(stepped, "rebuild").returncode == 0
    assert contents(stepped / "data") == before

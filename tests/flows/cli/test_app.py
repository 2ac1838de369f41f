"""Exit status and one-line errors of the commands, as a user meets them."""

import json
import shutil
from pathlib import Path

import pytest
from typer.main import get_command

from flows.cli.app import _ORDER, app
from flows.writing import only_writer
from tests.flows.running import Fazhi, contents, run_fazhi, written

COMMANDS = ["run", "fetch", "transform", "load", "export", "rebuild", "inspect", "compare", "evaluate"]


@pytest.mark.parametrize("command", [*COMMANDS, "serve", "doctor", "metrics check"])
def test_help_teaches_with_an_example(fazhi: Fazhi, command: str) -> None:
    shown = fazhi(*command.split(), "--help")
    assert shown.returncode == 0
    assert "Example" in shown.stdout


def test_help_lists_every_command_in_the_order_of_use() -> None:
    with get_command(app).make_context("fazhi", [], resilient_parsing=True) as context:
        names = context.command.list_commands(context)  # type: ignore[attr-defined]
    assert names[:3] == ["run", "compare", "rank"]
    assert sorted(names) == sorted(_ORDER)


def test_the_shell_completes_commands(fazhi: Fazhi) -> None:
    asked = {"_FAZHI_COMPLETE": "complete_bash", "COMP_WORDS": "fazhi com", "COMP_CWORD": "1"}
    assert fazhi(**asked).stdout.split() == ["compare"]


def test_version(fazhi: Fazhi) -> None:
    assert fazhi("--version").stdout.startswith("fazhi")


@pytest.mark.parametrize("group", ["", "metrics"])
def test_no_command_shows_the_help(fazhi: Fazhi, group: str) -> None:
    shown = fazhi(*group.split())
    assert (shown.returncode, "Usage" in shown.stdout, shown.stderr) == (2, True, "")


@pytest.mark.parametrize(
    ("status", "arguments", "words"),
    [
        pytest.param(2, ["run", "--years", "soon"], "years", id="no year"),
        pytest.param(2, ["run", "--places", "金化市"], "金化市", id="unknown place"),
        pytest.param(2, ["run", "--years", "2004"], "names no report", id="no such report"),
        pytest.param(2, ["run", "--catalogue", "none.csv"], "none.csv", id="no such catalogue"),
        pytest.param(2, ["fetch", "--catalogue", "none.csv"], "none.csv", id="fetch: no such catalogue"),
        pytest.param(2, ["rank", "出庭应诉律"], "no such metric", id="no such metric"),
        pytest.param(2, ["inspect", "none.html"], "none.html", id="no such file"),
        pytest.param(2, ["evaluate", "none"], "none", id="no such folder"),
        pytest.param(2, ["forget", "330700-2017"], "has no tables", id="nothing to forget"),
        pytest.param(2, ["--data-dir", "/proc/none", "load"], "--data-dir", id="folder that cannot be made"),
        pytest.param(1, ["compare", "disputes.appearance_rate"], "fazhi run", id="no warehouse yet"),
        pytest.param(1, ["export"], "fazhi run", id="nothing to export"),
        pytest.param(2, ["--data-dir", "daata", "rebuild"], "daata", id="nothing to rebuild from"),
        pytest.param(2, ["export", "--base-year", "20177"], "20177", id="no year to compare with"),
        pytest.param(2, ["nothing"], "no such command 'nothing' (see `fazhi --help`)", id="unknown command"),
        pytest.param(2, ["run", "--plces", "x"], "run: no such option: --plces", id="unknown option"),
        pytest.param(2, ["rebuild", "data"], "(see `fazhi rebuild --help`)", id="more than is taken"),
        pytest.param(2, ["compare"], "compare: missing argument 'metric'", id="missing argument"),
        pytest.param(2, ["run", "--base-year", "x"], "'--base-year'", id="no number"),
        pytest.param(2, ["run", "--places"], "fazhi run --help", id="no value"),
        pytest.param(2, ["rank", "x", "--level", "town"], "is not one of 'all'", id="no such choice"),
        pytest.param(2, ["run", "--live", "--catalogue", "a.csv"], "one of the two", id="two catalogues"),
        pytest.param(2, ["sql", ""], "asks nothing", id="no question"),
        pytest.param(2, ["sql", "SELECT 1; SELECT 2"], "has 2 statements", id="two questions"),
    ],
)
def test_a_mistake_is_one_line_and_wrong_use_status_2(
    fazhi: Fazhi, status: int, arguments: list[str], words: str
) -> None:
    failed = fazhi(*arguments)
    assert (failed.returncode, failed.stdout) == (status, "")
    assert failed.stderr.startswith("fazhi: ")
    assert failed.stderr.count("\n") == 1
    assert words in failed.stderr


OF_WHAT_IS_THERE = [
    "export",
    "export --places 金华市",
    "load",
    "rebuild",
    "forget 330700-2017",
    "review import back.xlsx",
    "catalogue settle https://a.gov.cn/",
    "catalogue reject 330700-2017",
]


@pytest.mark.parametrize("command", OF_WHAT_IS_THERE)
def test_a_mistyped_folder_is_refused_and_not_made(fazhi: Fazhi, tmp_path: Path, command: str) -> None:
    refused = fazhi("--data-dir", "daata", *command.split())
    assert (refused.returncode > 0, refused.stderr.count("\n")) == (True, 1)
    assert "daata" in refused.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("status", "arguments", "variables"),
    [
        pytest.param(2, ["--base-year", "x"], {}, id="no number"),
        pytest.param(2, ["--years", "soon"], {}, id="no year"),
        pytest.param(2, ["--catalogue", "none.csv"], {}, id="no catalogue"),
        pytest.param(1, [], {"PREFECT_API_URL": "http://127.0.0.1:9/api"}, id="no server"),
        pytest.param(1, [], {"FAZHI_DATABASE_URL": "postgresql://127.0.0.1:9/fazhi"}, id="no database"),
        pytest.param(2, [], {"FAZHI_DATADIR": "x"}, id="no such setting"),
        pytest.param(1, ["--data-dir", "held"], {}, id="lock held"),
    ],
)
def test_a_run_that_cannot_begin_is_one_json_object_too(
    fazhi: Fazhi, tmp_path: Path, status: int, arguments: list[str], variables: dict[str, str]
) -> None:
    asked = [*arguments, "run"] if "--data-dir" in arguments else ["run", *arguments]
    with only_writer(tmp_path / "held"):
        failed = fazhi(*asked, "--json", **variables)
    told = json.loads(failed.stdout)
    assert (told["status"], f"fazhi: {told['error']}\n") == ("failed", failed.stderr)
    assert failed.returncode == status


@pytest.mark.parametrize("command", ["run", "fetch", "transform"])
def test_nothing_to_repeat_is_success(fazhi: Fazhi, command: str) -> None:
    done = fazhi(command, "--failed")
    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing to repeat" in done.stdout


def test_catalogue_without_a_column_is_one_line(fazhi: Fazhi, tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_text("place,year\n金华市,2017\n")
    failed = fazhi("run", "--catalogue", "reports.csv")
    assert (failed.returncode, failed.stderr.count("\n")) == (2, 1)
    assert "lacks the column url" in failed.stderr


def test_unknown_variable_is_one_line(fazhi: Fazhi) -> None:
    failed = fazhi("load", FAZHI_DATADIR="x")
    assert (failed.returncode, failed.stderr.count("\n")) == (2, 1)


def test_named_server_that_does_not_answer_is_one_line(fazhi: Fazhi) -> None:
    failed = fazhi("run", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
    assert "no Prefect server answers" in failed.stderr


def test_debug_shows_the_traceback(fazhi: Fazhi) -> None:
    assert "Traceback" in fazhi("--debug", "inspect", "none.html").stderr


def test_doctor_finds_this_machine_fit(fazhi: Fazhi) -> None:
    examined = fazhi("doctor")
    assert (examined.returncode, "Python" in examined.stdout) == (0, True)


def test_doctor_tries_what_the_settings_name(fazhi: Fazhi, tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_text("place,year,url\n金花市,2017,a.html\n", "utf-8")
    (tmp_path / "w.duckdb").write_text("no database")
    named = {"FAZHI_CATALOGUE": "reports.csv", "FAZHI_DATABASE_URL": "duckdb:///w.duckdb"}
    examined = fazhi("doctor", **named, COLUMNS="200")
    assert examined.returncode == 1
    assert "1 rows refused" in examined.stdout and "fazhi rebuild" in examined.stdout


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
    assert (failed.returncode, "disputes.litigation_loss_rate" in failed.stderr) == (2, True)


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

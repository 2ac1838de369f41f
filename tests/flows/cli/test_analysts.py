"""The commands of analysts on the samples."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.flows.running import Fazhi, run_fazhi

LOSS = "disputes.litigation_loss_rate"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory, sampled: Path) -> Path:
    """A folder in which the samples were read, and loaded with the residents of a city."""
    folder = shutil.copytree(sampled, tmp_path_factory.mktemp("analysts"), dirs_exist_ok=True)
    (folder / "data/population.csv").write_text(
        "place,year,residents,source\n330700,2016,5520000,公报\n", encoding="utf-8"
    )
    loaded = run_fazhi(folder, "load")
    assert loaded.returncode == 0, loaded.stderr
    return folder


@pytest.mark.parametrize("command", ["sql", "compare", "rank", "check", "release"])
def test_help_teaches_with_an_example(fazhi: Fazhi, command: str) -> None:
    shown = fazhi(command, "--help")
    assert (shown.returncode, "Example" in shown.stdout) == (0, True)


def test_sql_answers_in_a_table(samples: Path) -> None:
    query = f"SELECT year, value FROM observation WHERE metric = '{LOSS}' AND place = '330700' ORDER BY year"
    shown = run_fazhi(samples, "sql", query)
    assert [figure in shown.stdout for figure in ("11.7", "9.5", "6.9")] == [True] * 3


def test_sql_to_parquet_keeps_the_decimals(samples: Path) -> None:
    done = run_fazhi(
        samples, "sql", "SELECT value FROM observation", "--format", "parquet", "--output", "a.parquet"
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert str(pq.read_table(samples / "a.parquet").schema.field("value").type) == "decimal128(24, 6)"


@pytest.mark.parametrize(
    "metric",
    ["disputes.appearance_rate", "functions.approval_items_kept", "functions.one_visit_items"],
)
def test_2017_is_ranked_among_ten_places_or_more(samples: Path, metric: str) -> None:
    """What a newcomer's first run answers: a rank says little among three."""
    done = run_fazhi(samples, "rank", metric, "--year", "2017", "--level", "all", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert len(pd.read_csv(StringIO(done.stdout), dtype={"place": str})["place"].unique()) >= 10


def test_compare_as_csv_is_data_alone(samples: Path) -> None:
    done = run_fazhi(
        samples, "compare", LOSS, "--places", "金华市", "--format", "csv", "--output", "years.csv"
    )
    frame = pd.read_csv(samples / "years.csv", dtype={"place": str})
    assert (done.returncode, list(frame["year"]), list(frame["value"])) == (
        0,
        [2015, 2016, 2017],
        [11.7, 9.5, 6.9],
    )


def test_compare_over_changes_of_code_tells_where_each_figure_was_reported(samples: Path) -> None:
    done = run_fazhi(samples, "compare", LOSS, "--places", "金华市", "--follow-mergers", "--format", "json")
    assert {(row["place"], row["place_then"], row["lineage"]) for row in json.loads(done.stdout)} == {
        ("330700", "330700", "own")
    }
    plain = run_fazhi(samples, "compare", LOSS, "--format", "json")
    assert "place_then" not in json.loads(plain.stdout)[0]


def test_compare_tells_where_a_place_that_ended_went(samples: Path) -> None:
    done = run_fazhi(samples, "compare", LOSS, "--places", "莱芜市", "--follow-mergers")
    assert "莱芜市 371200 ended in 2018 and went to 济南市 370100" in done.stdout + done.stderr
    assert "no figure of 371200" in done.stderr


@pytest.mark.parametrize(
    "command", [["compare", "--base-year"], ["rank", "--year"]], ids=lambda words: words[0]
)
def test_a_year_without_figures_is_told_those_that_have_some(samples: Path, command: list[str]) -> None:
    shown = run_fazhi(samples, command[0], LOSS, command[1], "2010").stdout
    assert "no figure of 2010" in shown and "2015, 2016, 2017" in shown


def test_marks_are_shown_once(samples: Path) -> None:
    shown = run_fazhi(samples, "rank", "disputes.appearance_rate", "--year", "2016", COLUMNS="200").stdout
    note, legend = 1, 1
    assert (shown.count("推算 derived"), shown.count("备注 note")) == (note + legend, 1)
    shown = run_fazhi(
        samples, "compare", "disputes.appearance_rate", "--places", "金华市", COLUMNS="200"
    ).stdout
    assert "推算 derived" in shown


@pytest.mark.parametrize(
    ("options", "rank"),
    [(["--level", "prefecture"], "1/3"), (["--province", "浙江省"], "1/1"), ([], "1/3")],
    ids=["level", "province", "all"],
)
def test_rank(samples: Path, options: list[str], rank: str) -> None:
    shown = run_fazhi(samples, "rank", LOSS, "--year", "2017", *options)
    assert (shown.returncode, "金华市" in shown.stdout, rank in shown.stdout) == (0, True, True)


def test_rank_as_json(samples: Path) -> None:
    rows = json.loads(run_fazhi(samples, "rank", LOSS, "--format", "json").stdout)
    assert ("330700", 6.9, 3) in [(row["place"], row["value"], row["n"]) for row in rows]


def test_rank_per_residents(samples: Path) -> None:
    shown = run_fazhi(samples, "rank", "disputes.mediation_cases", "--per", "residents")
    assert "10,000 residents" in shown.stdout and "5,564,000" in shown.stdout


def test_check_hashes_what_the_warehouse_holds(samples: Path) -> None:
    shown = run_fazhi(samples, "check", "--hash", "--format", "csv")
    lines = shown.stdout.splitlines()
    assert lines[0] == "table_name,sha256" and lines[1].startswith("warehouse,")
    assert any(line.startswith("fact_statement,") for line in lines)


def test_check_tells_what_and_where(samples: Path) -> None:
    shown = run_fazhi(samples, "check", "--strict")
    assert (shown.returncode, "0 错误 errors" in shown.stdout or "nothing" in shown.stdout) == (0, True)


@pytest.fixture(scope="module")
def released(samples: Path) -> Path:
    """The folder of a release of the samples, `release`, beside their data."""
    done = run_fazhi(samples, "release", "release", "--day", "2018-04-01")
    assert (done.returncode, "17 tables" in done.stdout) == (0, True)
    return samples


def test_a_second_release_tells_that_nothing_changed(released: Path) -> None:
    done = run_fazhi(released, "release", "second", "--since", "release")
    assert (done.returncode, "0 changes" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["sql", "SELECT nothing"], "SQL: Binder Error", id="wrong SQL"),
        pytest.param(["compare", LOSS, "--base-year", "20177"], "20177 is no year", id="no year"),
        pytest.param(["sql", "DROP TABLE meta"], "read-only", id="a change"),
        pytest.param(["release", "data"], "data: is not empty", id="a folder in use"),
        pytest.param(["release", "new", "--since", "data"], "is no release", id="no release before"),
        pytest.param(["rank", LOSS, "--year", "20177"], "--year: 20177 is no year", id="no year to rank"),
        pytest.param(["rank", "disputes.loss"], "no such metric", id="no metric"),
        pytest.param(
            ["rank", LOSS, "--level", "county", "--province", "浙江省"], "one of the two", id="two peers"
        ),
        pytest.param(["rank", LOSS, "--province", "金华市"], "no province", id="no province"),
        pytest.param(
            ["check", "--format", "csv", "--output", "no/such/file.csv"], "no/such/file.csv", id="no folder"
        ),
        pytest.param(["check", "--output", "checks.txt"], "--format csv", id="no format for a file"),
    ],
)
def test_a_mistake_is_one_line(samples: Path, arguments: list[str], words: str) -> None:
    failed = run_fazhi(samples, *arguments)
    assert (failed.returncode, failed.stdout, failed.stderr.count("\n")) == (2, "", 1)
    assert words in failed.stderr

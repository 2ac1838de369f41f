"""`fazhi metrics …` as a domain expert uses it: in a checkout of their own, before and after an edit."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.flows.running import ROOT, Done, clean_environment, run_afresh, run_fazhi, run_in_a_copy
from tests.warm import Warm, warm_commands
from warehouse.metrics import load_metrics

ROOMS = ("extract", "flows", "load", "samples", "transform", "warehouse")
GIT = ("git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-C")
FAMILY = "disputes"
EXAMPLES = re.compile(r"^((?:counter_)?examples = \[).*?\]$", re.DOTALL | re.MULTILINE)
Check = Callable[..., Done]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With the examples of one family alone: a check spends its time on reading them."""
    folder = tmp_path_factory.mktemp("checkout")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room)  # with what was compiled
    for file in (folder / "warehouse" / "metrics").glob("*.toml"):
        if file.stem != FAMILY:
            file.write_text(EXAMPLES.sub(r"\1]", file.read_text("utf-8")), "utf-8")
    for words in (["init", "--quiet"], ["add", "warehouse"], ["commit", "--quiet", "-m", "first"]):
        subprocess.run([*GIT, str(folder), *words], check=True)
    return folder


@pytest.fixture(scope="module")
def commands(checkout: Path) -> Iterator[Warm]:
    """A process that has imported the checkout's code, and has seen none of its rules."""
    with warm_commands(checkout, clean_environment(PYTHONPATH=str(checkout)), rules_stay=False) as started:
        yield started


@pytest.fixture
def check(checkout: Path, commands: Warm) -> Iterator[Check]:
    """Run `fazhi metrics check` on the checkout as it stands; it is clean again afterwards."""
    yield partial(run_in_a_copy, commands, checkout, "metrics", "check", PYTHONPATH=str(checkout))
    subprocess.run([*GIT, str(checkout), "checkout", "--quiet", "--", "warehouse"], check=True)


def edit(checkout: Path, file: str, old: str, new: str) -> None:
    path = checkout / "warehouse" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_clean_tree_says_nothing(checkout: Path) -> None:
    """Asked as from a shell; the tests below ask a process that has imported the code."""
    done = run_afresh(checkout, "metrics", "check", PYTHONPATH=str(checkout))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_all_shows_old_warnings_too(check: Check) -> None:
    assert "warning" in check("--all").stdout


def test_an_example_that_fails_is_an_error(checkout: Path, check: Check) -> None:
    edit(checkout, "lexicon.toml", "[act]\n", '[act]\nseen_through = ["受理行政复议案件"]\n')
    done = check()
    assert (done.returncode, "example_fails" in done.stdout) == (1, True)


def test_an_edit_is_told_with_its_new_warning_and_what_a_new_word_hides_and_turns(
    checkout: Path, check: Check
) -> None:
    edit(checkout, "lexicon.toml", "[act]\n", '[act]\nseen_through = ["受理好行政复议案件"]\n')
    edit(checkout, "metrics/disputes.toml", "plausible = ", "# plausible = ")
    done = check()
    assert (done.returncode, done.stdout.count("no_plausible_range")) == (0, 1)
    assert all(word in done.stdout for word in ("受理好行政复议案件", "行政复议 (reconsideration)"))


def test_broken_toml_is_one_line(checkout: Path, check: Check) -> None:
    edit(checkout, "metrics/disputes.toml", "unit = ", "colour = ")
    done = check()
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "disputes.toml" in done.stderr


def test_outside_a_checkout_all_is_told(checkout: Path, check: Check) -> None:
    (checkout / ".git").rename(checkout / "not.git")
    done = check(GIT_CEILING_DIRECTORIES=str(checkout.parent))
    (checkout / "not.git").rename(checkout / ".git")
    assert (done.returncode, "warning" in done.stdout) == (0, True)


def test_list_and_show_need_no_warehouse(tmp_path: Path) -> None:
    listed = run_fazhi(tmp_path, "metrics", "list", "--family", "disputes")
    assert "disputes.appearance_rate" in listed.stdout
    assert "capacity." not in listed.stdout
    shown = run_fazhi(tmp_path, "metrics", "show", "行政机关负责人出庭应诉率")
    assert all(word in shown.stdout for word in ("disputes.appearance_rate", "定义 definition", "出庭应诉"))


def test_an_id_is_one_word_in_any_terminal(loaded: Path) -> None:
    """It is copied into the next command."""
    ids = [metric.id for metric in load_metrics() if metric.family == "disputes"]
    for width in ("80", "160", "200"):
        listed = run_fazhi(loaded, "metrics", "list", "--family", "disputes", COLUMNS=width).stdout
        assert [one for one in ids if one not in listed] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["metrics", "show", "出庭应诉率"], "disputes.appearance_rate"),
        (["compare", "收到行政复议申请"], "disputes.reconsideration_received"),
        (["rank", "disputes.apearance_rate"], "disputes.appearance_rate"),
        (["metrics", "list", "--family", "disputed"], "disputes"),
    ],
)
def test_a_wrong_name_is_told_its_neighbours(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = run_fazhi(tmp_path, *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert words in done.stderr


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a report with a word that nobody knows was read and loaded."""
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "report.txt").write_text(
        "金华市2017年法治政府建设情况报告\n全市行政机关负责人出庭应诉率92%。全市受理行政复议锦鲤案件612件。\n",
        "utf-8",
    )
    (folder / "reports.csv").write_text("place,year,url\n金华市,2017,report.txt\n", "utf-8")
    for step in (
        ["fetch", "--catalogue", "reports.csv"],
        ["transform", "--catalogue", "reports.csv"],
        ["load"],
    ):
        done = run_fazhi(folder, *step)
        assert done.returncode == 0, done.stderr
    return folder


def test_unknown_words_are_listed_with_what_they_bar(loaded: Path) -> None:
    shown = run_fazhi(loaded, "metrics", "unknown").stdout
    assert all(word in shown for word in ("锦鲤", "disputes.reconsideration_accepted", "612件"))


def test_list_and_show_count_what_the_warehouse_has(loaded: Path) -> None:
    assert "2017–2017" in run_fazhi(loaded, "metrics", "list").stdout
    assert (
        "全市行政机关负责人出庭应诉率92%。"
        in run_fazhi(loaded, "metrics", "show", "disputes.appearance_rate").stdout
    )


def test_a_metric_may_be_named_by_its_label(loaded: Path) -> None:
    by_id = run_fazhi(loaded, "compare", "disputes.appearance_rate", "--format", "csv")
    by_label = run_fazhi(loaded, "compare", "行政机关负责人出庭应诉率", "--format", "csv")
    assert by_id.stdout == by_label.stdout
    assert "92" in by_label.stdout

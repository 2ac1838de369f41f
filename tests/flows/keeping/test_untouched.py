"""After a change of the metric rules the reports are read again that it touches, and no others."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from flows.files import write_whole
from flows.keeping.freshness import reading_key
from flows.keeping.untouched import Stale, keep_rules, untouched
from flows.settings import Settings
from load.parquet.tables import read_table
from tests.flows.running import ROOT, clean_environment, command
from warehouse.errors import LoadError
from warehouse.metrics import LEXICON_FILE, load_texts, parse_tables
from warehouse.records import CatalogueEntry
from warehouse.rules_version import rules_version, version_of_rules
from warehouse.tables import FOLDERS

ROOMS = ("extract", "flows", "load", "samples", "transform", "warehouse")
YEARS = ("--years", "2018-2022")
LEXICON = "warehouse/lexicon.toml"
# stands in one of the samples of these years
WORD = "推进简政"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout of one's own, whose rules may be changed."""
    for room in ROOMS:
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / room, tmp_path / "tree" / room, ignore=leave)
    return tmp_path / "tree"


@pytest.fixture
def fazhi(tree: Path) -> Callable[..., str]:
    """The command of that checkout; gives what it said."""

    def run(*arguments: str) -> str:
        environment = clean_environment(PYTHONPATH=str(tree))
        done = subprocess.run(
            command(*arguments),
            cwd=tree,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=600,
        )
        return done.stdout + done.stderr

    return run


def add_filler(tree: Path, word: str) -> None:
    path = tree / LEXICON
    more = f'[filler]\nof_test_{len(word)} = ["{word}"]\n'
    path.write_text(path.read_text("utf-8").replace("[filler]\n", more, 1), "utf-8")


def tables(tree: Path) -> dict[str, pa.Table]:
    """All that was read, without the keys of readings."""
    return {
        name: read_table(tree / "data", name, [one for one in folder.schema.names if one != "reading_key"])
        for name, folder in FOLDERS.items()
    }


def test_what_a_change_of_rules_does_not_touch_is_left(tree: Path, fazhi: Callable[..., str]) -> None:
    fazhi("fetch", *YEARS)
    reports = int(fazhi("transform", *YEARS).split(" read")[0])
    add_filler(tree, WORD)
    said = fazhi("transform", *YEARS)
    assert f"{reports - 1} of {reports} reports hold nothing that they read otherwise" in said
    assert f"1 read, {reports - 1} unchanged" in said
    left = tables(tree)

    # remembered: nothing is looked through again
    said = fazhi("transform", *YEARS)
    assert "rules changed" not in said
    assert f"0 read, {reports} unchanged" in said

    assert f"{reports} read, 0 unchanged" in fazhi("transform", "--all", *YEARS)
    assert tables(tree) == left

    # what was read by rules that are not known any more is read again
    for kept in (tree / "data/rules").iterdir():
        kept.write_bytes(b"{damaged")
    add_filler(tree, f"{WORD}们")
    assert f"{reports} read, 0 unchanged" in fazhi("transform", *YEARS)

    # nor is that known where the code is another
    assert f"0 read, {reports} unchanged" in fazhi("transform", *YEARS)
    add_filler(tree, WORD * 2)
    assert f"0 read, {reports} unchanged" in fazhi("transform", *YEARS)
    with (tree / "transform/reading.py").open("a") as code:
        code.write("# another\n")
    assert f"{reports} read, 0 unchanged" in fazhi("transform", *YEARS)


ENTRY = CatalogueEntry("330681", 2019, "http://example.org/a.html")


def test_what_is_remembered_holds_for_the_same_reading_of_now_alone(tmp_path: Path) -> None:
    """Not for another reader, page or address, nor with OCR where it was without."""
    settings = Settings(data_dir=tmp_path)
    told = {"rules": rules_version(), "keys": {"then": "now"}}
    settings.untouched.write_text(json.dumps(told), "utf-8")
    stale = Stale(ENTRY, "snapshot", "then", "now")
    assert untouched(settings, [stale]) == {ENTRY.report_id}
    assert not untouched(settings, [Stale(ENTRY, "snapshot", "then", "otherwise")])
    assert not untouched(settings, [Stale(ENTRY, "snapshot", "before", "now")])


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"rules": 1}', b"[" * 100_000, b"\xff"])
def test_a_damaged_memory_is_none(tmp_path: Path, content: bytes) -> None:
    settings = Settings(data_dir=tmp_path)
    settings.untouched.write_bytes(content)
    assert not untouched(settings, [Stale(ENTRY, "snapshot", "then", "now")])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"{", id="no JSON"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"warehouse/lexicon.toml": 3}', id="no text"),
        pytest.param(b'{"warehouse/lexicon.toml": "thing = 3"}', id="no table"),
        pytest.param(json.dumps(load_texts() | {LEXICON_FILE: ""}).encode(), id="other rules"),
    ],
)
def test_rules_that_are_not_those_of_their_name_count_for_nothing(tmp_path: Path, content: bytes) -> None:
    settings = Settings(data_dir=tmp_path)
    then = "0" * 64
    settings.rules_kept.mkdir()
    (settings.rules_kept / f"{then}.json").write_bytes(content)
    (settings.rules_kept / f"{rules_version()}.json").write_bytes(content)
    (settings.rules_kept / "gone.json").symlink_to("nowhere")
    read = reading_key("snapshot", ENTRY, rules=then)
    now = reading_key("snapshot", ENTRY)
    assert not untouched(settings, [Stale(ENTRY, "snapshot", read, now)])
    # those of now are kept whatever stands there
    keep_rules(settings)
    assert json.loads((settings.rules_kept / f"{rules_version()}.json").read_bytes()) == load_texts()


def test_a_file_in_the_place_of_the_kept_rules_is_told(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    settings.rules_kept.write_bytes(b"")
    with pytest.raises(LoadError, match="rules"):
        keep_rules(settings)


def test_the_rules_longest_out_of_use_go(tmp_path: Path) -> None:
    """Those by which reports were read stay, as old as they are."""
    settings = Settings(data_dir=tmp_path)
    lexicon = load_texts()[LEXICON_FILE].replace("[filler]\n", '[filler]\nof_test = ["抽丝剥茧"]\n', 1)
    texts = load_texts() | {LEXICON_FILE: lexicon}
    then = version_of_rules(parse_tables(texts))
    write_whole(settings.rules_kept / f"{then}.json", json.dumps(texts).encode())
    os.utime(settings.rules_kept / f"{then}.json", (1, 1))
    for number in range(2, 20):
        path = settings.rules_kept / f"{number:064}.json"
        path.write_bytes(b"{}")
        os.utime(path, (number, number))
    read = reading_key("snapshot", ENTRY, rules=then)
    untouched(settings, [Stale(ENTRY, "snapshot", read, reading_key("snapshot", ENTRY))])
    keep_rules(settings)
    kept = {path.stem for path in settings.rules_kept.iterdir()}
    assert {then, rules_version()} <= kept
    assert len(kept) == 12

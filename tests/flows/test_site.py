"""`fazhi site` and `fazhi inspect --html`, as a user runs them on the samples."""

import shutil
from pathlib import Path

import pytest

from tests.flows.running import ROOT, SAMPLES, run_fazhi


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory, sampled: Path) -> Path:
    """The samples' data folder, with their site in `pages`."""
    folder = shutil.copytree(sampled, tmp_path_factory.mktemp("site"), dirs_exist_ok=True)
    built = run_fazhi(folder, "site", "pages")
    assert (built.returncode, built.stderr) == (0, "")
    return folder


def test_the_site_has_a_page_for_each_report(samples: Path) -> None:
    assert len(list((samples / "pages/report").glob("*/*.html"))) == SAMPLES


def test_the_tables_of_a_page_are_kept(samples: Path) -> None:
    """Their cells come from the snapshot, which is read again."""
    shown = (samples / "pages/report/33/331126-2024.html").read_text("utf-8")
    assert shown.count("<table class=doc>") == 2
    assert ">12175</a><td>" in shown


def test_a_second_build_writes_nothing(samples: Path) -> None:
    assert ", 0 written (0.0 MB), 0 removed" in run_fazhi(samples, "site", "pages").stdout


def test_a_folder_of_somebody_else_s_is_refused(samples: Path) -> None:
    refused = run_fazhi(samples, "site", "data")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)


def test_one_file_s_page_says_what_the_site_s_does(samples: Path) -> None:
    """Without a site around it: nothing leads elsewhere, and style and script lie beside it."""
    made = run_fazhi(samples, "inspect", str(ROOT / "samples/330700-2017.html"), "--html", "one.html")
    assert made.returncode == 0, made.stderr
    alone = (samples / "one.html").read_text("utf-8")
    in_site = (samples / "pages/report/33/330700-2017.html").read_text("utf-8")
    assert alone.count("<section class=card") == in_site.count("<section class=card")
    assert ('href="one_files/site.css"' in alone, "../" in alone) == (True, False)
    assert {path.name for path in (samples / "one_files").iterdir()} == {"site.css", "site.js"}


def test_a_page_and_json_at_once_is_wrong_use(samples: Path) -> None:
    asked = run_fazhi(
        samples, "inspect", str(ROOT / "samples/330700-2017.html"), "--html", "x.html", "--jsonl"
    )
    assert (asked.returncode, (samples / "x.html").exists()) == (2, False)

"""What Prefect's page tells of a run, as Markdown."""

from pathlib import Path

from flows.record.outcomes import Outcome, RunSummary, Status, Why, read_summary, write_summary
from flows.record.run_page import figures_markdown, read_markdown, times_markdown

COUNTS = {
    "statements": 90, "linked": 40, "derived": 6, "exclusions": 30, "issues": 2, "observations": 41,
    "disagreeing": 1, "unsettled": 0,
}  # fmt: skip


def read(report: str, why: Why, place: str = "金华市") -> Outcome:
    return Outcome(report, Status.READ, "https://example.org", place, statements=3, why=why)


SUMMARY = RunSummary(
    "r",
    (
        read("330700-2017", Why.NEW),
        read("330500-2017", Why.PAGE, "湖州市"),
        Outcome("330100-2017", Status.UNCHANGED, ""),
    ),
    seconds=(("fetch", 12.0), ("read", 3.25)),
)


def test_reports_stand_under_the_reason_for_which_they_were_read() -> None:
    new, changed = read_markdown(SUMMARY).split("\n\n### ")
    assert new.splitlines()[0] == "### 新报告 New: 1"
    assert "| 330700-2017 金华市 | 3 |" in new
    assert "| 330500-2017 湖州市 | 3 |" in changed
    assert "330100" not in new + changed
    assert SUMMARY.why_line() == "1 new, 1 page changed"


def test_a_night_without_news_names_no_report() -> None:
    assert read_markdown(RunSummary("r", ())) == ""
    assert times_markdown(RunSummary("r", ())) == ""


def test_many_reports_are_counted_and_the_first_are_named() -> None:
    told = read_markdown(RunSummary("r", tuple(read(f"330700-{n}", Why.ASKED) for n in range(2000, 2100))))
    assert told.startswith("### 要求重读 Asked for: 100\n")
    assert told.count("金华市") == 40
    assert told.endswith("… 60")


def test_a_place_s_name_is_text_alone() -> None:
    told = read_markdown(RunSummary("r", (read("330700-2017", Why.NEW, "[here](https://example.org)|"),)))
    assert r"\[here\]\(https\://example.org\)\|" in told


def test_figures_by_kind_and_what_the_checks_found() -> None:
    told = figures_markdown(COUNTS, [{"check_name": "jumps", "severity": "warning", "n": 7}])
    assert "| 推算 derived | 6 |" in told
    assert "| jumps | warning | 7 |" in told
    assert "nothing found" in figures_markdown(COUNTS, [])


def test_each_stage_has_its_seconds() -> None:
    assert times_markdown(SUMMARY).endswith("| 抓取 fetch | 12.0 |\n| 读取 read | 3.2 |")


def test_the_file_of_the_last_run_keeps_reasons_and_times(tmp_path: Path) -> None:
    path = tmp_path / "last_run.json"
    write_summary(path, SUMMARY)
    assert read_summary(path) == SUMMARY

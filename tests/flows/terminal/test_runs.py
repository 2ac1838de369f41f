"""What is said at the end of a run."""

import io

from rich.console import Console

from flows.doctor import Finding
from flows.record.outcomes import Outcome, Status
from flows.terminal.runs import show_findings, show_unlinked

ROWS = [
    {"report_id": "330500-2017", "n": 40, "n_unknown": 3},
    {"report_id": "331000-2017", "n": 12, "n_unknown": 0},
]


def said(*outcomes: Outcome) -> str:
    file = io.StringIO()
    show_unlinked(Console(file=file, width=100), outcomes, ROWS)
    return file.getvalue()


def test_a_report_of_the_run_without_any_link_is_told_with_where_to_look() -> None:
    words = said(Outcome("330500-2017", Status.READ, "a", "湖州市"), Outcome("330700-2017", Status.READ, "b"))
    assert [name in words for name in ("湖州市", "40", "3", "fazhi metrics unknown")] == [True] * 4
    assert "331000" not in words


def test_nothing_is_said_where_every_report_of_the_run_has_links() -> None:
    assert said(Outcome("330700-2017", Status.READ, "b")) == ""


def test_a_fix_is_shown_to_the_letter() -> None:
    file = io.StringIO()
    fix = "pip install 'fazhi[ocr]'"
    show_findings(Console(file=file, width=100), [Finding("OCR", "not installed", is_well=False, fix=fix)])
    assert fix in file.getvalue()

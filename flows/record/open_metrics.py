"""The counts of the last run as an OpenMetrics text file, which a collector of text files reads.

The file is replaced whole at the end of each run, also of one that failed; where nothing succeeds any more,
`fazhi_last_success_timestamp_seconds` stands still, which is what an alarm asks for.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flows.files import write_whole
from flows.record.outcomes import RunSummary, Status

_LAST_SUCCESS = re.compile(r"^fazhi_last_success_timestamp_seconds (\d+)$", re.MULTILINE)


def write_metrics(path: Path, began: datetime, ended: datetime, summary: RunSummary | None) -> None:
    """Write the file of a run that has ended; without a summary it failed."""
    succeeded = int(ended.timestamp()) if summary else _last_success(path)
    lines = [
        *_gauge("fazhi_last_run_timestamp_seconds", "End of the last run.", int(ended.timestamp())),
        *_gauge("fazhi_last_run_succeeded", "Whether it went to its end.", int(summary is not None)),
        *_gauge("fazhi_last_run_seconds", "How long it took.", int((ended - began).total_seconds())),
    ]
    if succeeded is not None:
        lines += _gauge("fazhi_last_success_timestamp_seconds", "End of the last good run.", succeeded)
    if summary:
        lines += _counts(summary)
    write_whole(path, ("\n".join([*lines, "# EOF"]) + "\n").encode())


def _counts(summary: RunSummary) -> Iterator[str]:
    yield "# TYPE fazhi_reports gauge"
    yield "# HELP fazhi_reports Reports of the last run by what became of them."
    for status in Status:
        yield f'fazhi_reports{{status="{status.value}"}} {summary.count(status)}'
    yield "# TYPE fazhi_stage_seconds gauge"
    yield "# HELP fazhi_stage_seconds How long each stage of the last run took."
    for stage, seconds in summary.seconds:
        yield f'fazhi_stage_seconds{{stage="{stage}"}} {seconds:g}'
    yield from _gauge(
        "fazhi_reports_with_holes", "Reports of which something was lost.", len(summary.with_holes)
    )
    yield from _gauge("fazhi_statements", "Figures in the warehouse.", summary.statements)


def _gauge(name: str, words: str, value: int) -> list[str]:
    return [f"# TYPE {name} gauge", f"# HELP {name} {words}", f"{name} {value}"]


def _last_success(path: Path) -> int | None:
    found = _LAST_SUCCESS.search(path.read_text()) if path.exists() else None
    return int(found[1]) if found else None

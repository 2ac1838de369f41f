"""Which reports still fail, by catalogue: what `--failed` repeats, however many runs lie between.

A run, or a step by itself, settles the reports that it asked for and no others: one for a few places does not
forget what failed elsewhere. One JSON file in the data folder: {catalogue's path: [report ids]}, the newest
run's last.
"""

import json
from pathlib import Path

from flows.files import write_whole
from flows.record.outcomes import RunSummary
from flows.settings import Settings
from warehouse.errors import LoadError


def still_failing(settings: Settings, catalogue: Path) -> frozenset[str]:
    """Ids of the catalogue's reports that failed when last asked for. Raises LoadError for a damaged file."""
    return frozenset(_read(settings.failing).get(str(catalogue), ()))


def failed_catalogue(settings: Settings) -> str:
    """The catalogue whose run left reports failed last; empty where none did."""
    return next(reversed(_read(settings.failing)), "")


def remember_failing(settings: Settings, summary: RunSummary) -> None:
    """Settle the run's reports: those that failed are kept, those that did not are no more."""
    if not summary.outcomes:
        return
    known = _read(settings.failing)
    failed = {outcome.report_id for outcome in summary.failures}
    settled = {outcome.report_id for outcome in summary.outcomes} - failed
    left = sorted({*known.pop(summary.catalogue, ()), *failed} - settled)
    if left:
        known[summary.catalogue] = left
    write_whole(settings.failing, json.dumps(known, ensure_ascii=False, indent=1).encode())


def _read(path: Path) -> dict[str, list[str]]:
    try:
        table = json.loads(path.read_bytes())
        return {str(catalogue): [str(report) for report in reports] for catalogue, reports in table.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError, TypeError) as error:
        raise LoadError(f"is damaged: {error}", str(path), "remove the file and run again") from error

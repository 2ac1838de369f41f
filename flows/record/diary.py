"""The diary of runs: one row when a run starts and one when it ends, also when it fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

from flows.record.open_metrics import write_metrics
from flows.record.outcomes import RunSummary, Status
from flows.settings import Settings
from load.diaries.load_runs import append_load_run, time_of_load_run
from warehouse.visible import visible


class Diary:
    """Holds the summary until the run ends; a run that ends without one has failed."""

    def __init__(self, run_id: str) -> None:
        self.run_id = run_id
        self.summary: RunSummary | None = None


@contextmanager
def diary_of_run(settings: Settings, note: str) -> Iterator[Diary]:
    """Write the row of the start, give the diary, and write the row of the end.

    The block puts its RunSummary into `summary`. Where it raises, the row says failed and why; where the
    process is killed, the start stands alone.
    """
    began = datetime.now(UTC)
    diary = Diary(f"{began:%Y%m%dT%H%M%S}-{uuid4().hex[:8]}")
    _append(settings, diary, "started", note)
    try:
        yield diary
    except BaseException as error:
        _append(settings, diary, "failed", visible(f"{type(error).__name__}: {error}"))
        write_metrics(settings.open_metrics, began, datetime.now(UTC), None)
        raise
    _append(settings, diary, "succeeded", note)
    write_metrics(settings.open_metrics, began, datetime.now(UTC), diary.summary)


def _append(settings: Settings, diary: Diary, event: str, note: str) -> None:
    summary = diary.summary
    row = {
        "run_id": diary.run_id,
        "event": event,
        "at": time_of_load_run(settings.data_dir, datetime.now(UTC)),
        "reports": len(summary.outcomes) if summary else 0,
        "read": summary.count(Status.READ) if summary else 0,
        "unchanged": summary.count(Status.UNCHANGED) if summary else 0,
        "failed": summary.count(Status.FAILED) if summary else 0,
        "statements": summary.statements if summary else 0,
        "note": note,
    }
    append_load_run(settings.data_dir, row)

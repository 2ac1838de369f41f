"""The fetch log: what was asked of official sites and what came of it."""

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from load.diaries.diary import Diary
from warehouse.schemas import FETCH_LOG

_DIARY = Diary("fetch_log", FETCH_LOG, "url")
append_fetch_log = _DIARY.append
read_fetch_log = _DIARY.read
damaged_fetch_log = _DIARY.damaged


def hosts_left_alone(root: Path, at: datetime, since: datetime) -> dict[str, datetime]:
    """The hosts that turned us away after `since`, and until when, beyond `at`, nothing is asked of them."""
    table = read_fetch_log(root, since).filter(pc.field("leave_until") > pa.scalar(at))
    rows = table.group_by("host").aggregate([("leave_until", "max")]).to_pylist()
    return {row["host"]: row["leave_until_max"] for row in rows}

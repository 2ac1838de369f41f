"""Prefect's own database, which only shows runs: how large it is, how old, and why a server cannot use it.

It may be thrown away at any time, as deployments are code and what happened stands in `load_run`.
"""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FILE = "prefect.db"
LARGEST = 2**30
"""Bytes. A run leaves 0.1 to 1 MB and is removed after 90 days; so much more slows schedules down."""
_TROUBLE = re.compile(
    # sqlite3.DatabaseError: file is not a database
    r"^(?:sqlite3|sqlalchemy\.exc|alembic\.util\.exc)\.\w+: (?:\(sqlite3\.\w+\) )?(?P<words>.+)$",
    re.MULTILINE,
)
_NOT_OF_THE_FILE = re.compile(r"locked|readonly|read-only|full|unable to open|I/O")
"""Words of SQLite for what no new file would mend: database is locked, database or disk is full."""

_OTHER_VERSION = "locate revision"
"""Alembic, which brings a database up to date: Can't locate revision identified by 'a3b9c7d2e5f1'."""


@dataclass(frozen=True, slots=True)
class PrefectDatabase:
    """Its file, its bytes with what waits beside it, and when its oldest run was asked for (None: none)."""

    path: Path
    bytes: int
    oldest: datetime | None

    def in_words(self, now: datetime) -> str:
        """How large and how old, in one line."""
        size = f"{self.bytes / 2**20:,.1f} MB"
        if self.oldest is None:
            return f"{size}, no run"
        return f"{size}, oldest run {self.oldest:%Y-%m-%d} ({(now - self.oldest).days} days)"


def prefect_database(home: Path) -> PrefectDatabase | None:
    """The database of the server whose home this is; None where there is none here.

    Raises sqlite3.Error where the file is no database of Prefect.
    """
    path = home / FILE
    if not path.is_file():
        return None
    size = sum(part.stat().st_size for part in home.glob(f"{FILE}*"))
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=3)) as connection:
        (oldest,) = connection.execute("SELECT MIN(created) FROM flow_run").fetchone()
    asked = None if oldest is None else datetime.fromisoformat(oldest).replace(tzinfo=UTC)
    return PrefectDatabase(path, size, asked)


def way_out_of(log: Path) -> tuple[str, str] | None:
    """What a server that ended at its start says of its database, and what to do; None if it is not that.

    Its log has it in a traceback of some hundred lines.
    """
    told = _TROUBLE.findall(log.read_text("utf-8", "replace"))
    if not told:
        return None
    if _NOT_OF_THE_FILE.search(told[-1]):
        return f"its database: {told[-1]}", f"see {log}"
    words = "of another version of Prefect" if _OTHER_VERSION in told[-1] else told[-1]
    return (
        f"its database: {words}",
        f"delete {log.parent / FILE}*, which only shows old runs, and start again",
    )

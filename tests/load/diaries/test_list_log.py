"""The diary of index pages: kept as it was written, and what the warehouse makes of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from load.diaries.list_log import append_list_log, damaged_list_log, read_list_log
from load.engines.database import build_database, open_readonly
from tests.load.factories import METRICS, PLACES, statement, tables, write
from warehouse.errors import LoadError

NIGHT = datetime(2026, 3, 2, 18, tzinfo=UTC)
URL = "https://www.jinhua.gov.cn/fzbg/"


def look(at: datetime, finding: str, entries: int, good_at: datetime | None) -> dict[str, object]:
    good = {
        "good_at": good_at,
        "good_entries": 14 if good_at else None,
        "good_reports": 9 if good_at else None,
    }
    return good | {
        "at": at,
        "place": "330700",
        "index_url": URL,
        "list_url": URL,
        "list_kind": "static",
        "n_pages": 1,
        "n_entries": entries,
        "n_reports": entries,
        "n_proposed": 0,
        "finding": finding,
        "finding_words": None if finding == "well" else "holds no entry",
    }


def test_what_was_written_is_read_oldest_first_from_a_day_on(tmp_path: Path) -> None:
    later = NIGHT + timedelta(days=1)
    append_list_log(tmp_path, [look(later, "empty", 0, NIGHT)])
    append_list_log(tmp_path, [look(NIGHT, "well", 14, NIGHT)])
    assert append_list_log(tmp_path, []) is None
    assert read_list_log(tmp_path)["finding"].to_pylist() == ["well", "empty"]
    assert read_list_log(tmp_path, later)["finding"].to_pylist() == ["empty"]


def test_a_row_that_does_not_fit_is_refused_and_a_damaged_file_left_out(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="does not fit"):
        append_list_log(tmp_path, [look(NIGHT, "well", 14, NIGHT) | {"n_pages": "many"}])
    path = append_list_log(tmp_path, [look(NIGHT, "well", 14, NIGHT)])
    assert path
    path.write_bytes(b"nothing")
    assert read_list_log(tmp_path).num_rows == 0
    assert path.name in damaged_list_log(tmp_path)[0]


def test_the_state_of_a_list_is_its_newest_look_and_since_when_it_is_silent(tmp_path: Path) -> None:
    write(tmp_path, tables([statement("330700-2017")]))
    looks = [look(NIGHT, "well", 14, NIGHT)]
    looks += [look(NIGHT + timedelta(days=days), "empty", 0, NIGHT) for days in (1, 2)]
    append_list_log(tmp_path, looks)
    build_database(tmp_path, tmp_path / "w.duckdb", METRICS, PLACES)
    with open_readonly(tmp_path / "w.duckdb") as warehouse:
        rows = warehouse.execute(
            "SELECT finding, good_entries, silent_nights, silent_since FROM list_state"
        ).fetchall()
    assert [row[:3] for row in rows] == [("empty", 14, 2)]
    assert rows[0][3] == NIGHT + timedelta(days=1)

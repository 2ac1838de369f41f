from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from load.diaries.damage import damaged_diaries
from load.diaries.fetch_log import append_fetch_log, hosts_left_alone, read_fetch_log
from load.parquet.writing import tidy
from warehouse.errors import LoadError

NIGHT = datetime(2018, 4, 1, 2, tzinfo=UTC)


def row(**changes: Any) -> dict[str, Any]:
    return {
        "at": NIGHT,
        "report_id": "330700-2017",
        "url": "https://jinhua.test/1.html",
        "final_url": "https://jinhua.test/1.html",
        "host": "jinhua.test",
        "kind": "fetched",
        "error": None,
        "status": 200,
        "headers": None,
        "sha256": "0" * 64,
        "size": 1000,
        "wire_bytes": 400,
        "requests": 2,
        "tls": "",
        "leave_until": None,
    } | changes


def test_nights_are_added_and_read_in_order(tmp_path: Path) -> None:
    append_fetch_log(tmp_path, [row(at=NIGHT + timedelta(days=1), kind="unchanged")])
    append_fetch_log(tmp_path, [row()])
    assert read_fetch_log(tmp_path)["kind"].to_pylist() == ["fetched", "unchanged"]
    assert read_fetch_log(tmp_path, NIGHT + timedelta(hours=1))["kind"].to_pylist() == ["unchanged"]


def test_nothing_asked_writes_nothing(tmp_path: Path) -> None:
    assert append_fetch_log(tmp_path, []) is None
    assert list(tmp_path.iterdir()) == []
    assert read_fetch_log(tmp_path).num_rows == 0


def test_a_host_is_left_alone_until_its_latest_day(tmp_path: Path) -> None:
    """Recorded, and honoured the next night."""
    days = [NIGHT + timedelta(days=number) for number in range(5)]
    append_fetch_log(tmp_path, [row(kind="blocked", leave_until=days[2]), row(host="huzhou.test")])
    append_fetch_log(tmp_path, [row(kind="blocked", at=days[1], leave_until=days[4])])
    assert hosts_left_alone(tmp_path, days[3], NIGHT) == {"jinhua.test": days[4]}
    assert hosts_left_alone(tmp_path, days[4], NIGHT) == {}


def test_a_load_leaves_the_log_alone(tmp_path: Path) -> None:
    append_fetch_log(tmp_path, [row()])
    tidy(tmp_path)
    assert read_fetch_log(tmp_path).num_rows == 1


def test_a_value_of_another_type_is_told(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="fetch_log"):
        append_fetch_log(tmp_path, [row(status="200 OK")])


def test_a_damaged_file_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = append_fetch_log(tmp_path, [row()])
    append_fetch_log(tmp_path, [row(kind="unchanged")])
    assert path
    path.write_bytes(b"PAR1")
    assert read_fetch_log(tmp_path)["kind"].to_pylist() == ["unchanged"]
    (line,) = damaged_diaries(tmp_path)
    assert path.name in line

"""What DuckDB may take of the machine."""

from pathlib import Path

import pytest

from load.engines.connection import Limits
from load.engines.database import build_database, open_readonly
from load.memory import memory_megabytes, share_megabytes
from tests.load.factories import METRICS, PLACES, statement, tables, write
from warehouse.errors import LoadError


@pytest.mark.parametrize(
    ("ours", "limits", "expected"),
    [
        pytest.param(
            "0::/a/b", {"a/b/memory.max": "max", "a/memory.max": "2147483648"}, 2048, id="of its parent"
        ),
        pytest.param("0::/", {"memory.max": "1073741824"}, 1024, id="of the container"),
        pytest.param(
            "5:cpu:/x\n4:memory:/x", {"memory/x/memory.limit_in_bytes": "536870912"}, 512, id="version 1"
        ),
        pytest.param(
            "0::/a", {"a/memory.max": "max"}, memory_megabytes(Path("none"), Path("none")), id="none"
        ),
    ],
)
def test_the_limit_of_the_container_counts(
    tmp_path: Path, ours: str, limits: dict[str, str], expected: int
) -> None:
    """Not the machine's memory where the container has less."""
    (tmp_path / "self").write_text(ours + "\n")
    for name, text in limits.items():
        path = tmp_path / "cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")
    assert memory_megabytes(tmp_path / "cgroup", tmp_path / "self") == expected


def test_duckdb_keeps_to_the_settings(tmp_path: Path) -> None:
    """Memory, threads and spill folder are given to load and readers."""
    write(tmp_path, tables([statement()]))
    limits = Limits(memory=300, threads=1, spill=tmp_path / "spill")
    build_database(tmp_path, tmp_path / "w.duckdb", METRICS, PLACES, limits)
    settings = ("memory_limit", "threads", "temp_directory")
    query = "SELECT " + ", ".join(f"current_setting('{name}')" for name in settings)
    with open_readonly(tmp_path / "w.duckdb", limits) as connection:
        assert connection.execute(query).fetchone() == ("300.0 MiB", 1, str(tmp_path / "spill"))


def test_room_is_left_beside_duckdb(tmp_path: Path) -> None:
    build_database(tmp_path, tmp_path / "w.duckdb", METRICS, PLACES)
    found = []
    for limits in (Limits(), Limits(memory=share_megabytes(memory_megabytes()))):
        with open_readonly(tmp_path / "w.duckdb", limits) as connection:
            found.append(connection.execute("SELECT current_setting('memory_limit')").fetchone())
    assert found[0] == found[1]


@pytest.mark.parametrize(("memory", "share"), [(1024, 409), (1400, 560), (2048, 560), (64_000, 560), (1, 1)])
def test_more_memory_than_a_nation_needs_is_left_alone(memory: int, share: int) -> None:
    assert share_megabytes(memory) == share


def test_who_lacks_memory_is_told_what_to_allow_more(tmp_path: Path) -> None:
    """And not to look at the disk, which has room."""
    write(tmp_path, tables([statement()]))
    with pytest.raises(LoadError, match="Out of Memory") as refused:
        build_database(tmp_path, tmp_path / "w.duckdb", METRICS, PLACES, Limits(memory=1))
    assert "allow DuckDB more by FAZHI_DATABASE_MEMORY" in str(refused.value)

"""The page of the architecture draws the tree as it is."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
MOST_IN_A_LIST = 30


def rooms() -> list[str]:
    """Folders of code, by their path."""
    folders = (
        path.parent
        for top in ("flows", "extract", "transform", "load")
        for path in (ROOT / top).rglob("*.py")
    )
    return sorted({folder.relative_to(ROOT).as_posix() for folder in folders})


@pytest.mark.parametrize("room", rooms())
def test_each_room_is_drawn(room: str) -> None:
    """In the column of today, which begins at the 47th character."""
    now = [line[46:].split()[:1] for line in PAGE.splitlines()]
    assert [f"{room.rpartition('/')[2]}/"] in now


@pytest.mark.parametrize("room", rooms())
def test_no_room_is_a_long_list_again(room: str) -> None:
    assert len(list((ROOT / room).glob("*.py"))) <= MOST_IN_A_LIST

"""Files of any diary that are not what was written: the others are read, and these are told."""

from pathlib import Path

from load.diaries.fetch_log import damaged_fetch_log
from load.diaries.list_log import damaged_list_log
from load.diaries.load_runs import damaged_load_runs
from load.diaries.proposals import damaged_proposals


def damaged_diaries(root: Path) -> tuple[str, ...]:
    """A line for each damaged file of a diary below `root`."""
    each = (damaged_load_runs, damaged_fetch_log, damaged_list_log, damaged_proposals)
    return tuple(f"{line}; its rows are left out" for damaged in each for line in damaged(root))

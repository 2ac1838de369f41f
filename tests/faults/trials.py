"""What scripts of faults share: the tables that must stay, and how trials are asked for and told."""

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path


def tables(data: Path) -> dict[str, bytes]:
    """The Parquet files of a data folder by name."""
    return {str(path.relative_to(data)): path.read_bytes() for path in data.glob("parquet/*/*=*/*.parquet")}


def try_and_tell(description: str, trials: str, try_all: Callable[[int, int], Iterable[str]]) -> None:
    """Ask how many `trials`, by which seed; print what went wrong, and exit with 1 where something did."""
    parser = argparse.ArgumentParser(description=description.partition("\n")[0])
    parser.add_argument(f"--{trials}", dest="count", type=int, default=6)
    parser.add_argument("--seed", type=int, default=30)
    options = parser.parse_args()
    wrong = list(try_all(options.count, options.seed))
    print("\n".join(wrong) or "all ended as an undisturbed call does")
    sys.exit(bool(wrong))

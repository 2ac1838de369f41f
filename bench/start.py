"""How long commands take to start, in processor time, beside `python -c 'import pandas'` on the same machine.

    python -m bench.start [DATA_DIR]

Seconds say little where other programs run; the ratio holds. Children are counted, on Linux theirs as well,
as `inspect` reads in a process that is forked from another one. `compare` is measured where DATA_DIR has a
warehouse. The aims, where pandas takes 0.4 s: --help once as long, inspect and compare three times.
"""

import argparse
import ctypes
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

PEER = ["-c", "import pandas"]
SAMPLE = Path(__file__).parents[1] / "samples" / "330700-2017.html"
_TIMES = 3
_PR_SET_CHILD_SUBREAPER = 36  # prctl(2)


def seconds(arguments: list[str]) -> float:
    """Processor time of one start, the least of three. Raises CalledProcessError where it fails."""
    return min(_once(arguments) for _ in range(_TIMES))


def _once(arguments: list[str]) -> float:
    before = os.times()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    with suppress(ChildProcessError):
        while True:
            os.wait()
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Measure, and print a line for each command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data_dir", nargs="?", type=Path)
    data_dir = parser.parse_args().data_dir
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    commands = {"--help": ["--help"], "inspect": ["inspect", str(SAMPLE)]}
    if data_dir:
        metric = "disputes.litigation_loss_rate"
        commands["compare"] = ["--data-dir", str(data_dir), "compare", metric, "--places", "330700"]
    peer = seconds(PEER)
    print(f"{'import pandas':14} {peer:.2f} s")
    for name, arguments in commands.items():
        taken = seconds(["-m", "flows", *arguments])
        print(f"{name:14} {taken:.2f} s  {taken / peer:.1f} times")


if __name__ == "__main__":
    main()

"""`python -c PROGRAM` in copies of a process that has imported DuckDB, which takes longer than a question."""

import atexit
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock

# Each line that it is given: a copy of it that runs one program to its end; how that ended
_COPIES = """
import json, os, sys, traceback
try:
    import _duckdb
except ImportError:
    import duckdb

def run(told):
    files = ("in", os.O_RDONLY), ("out", os.O_WRONLY | os.O_CREAT), ("err", os.O_WRONLY | os.O_CREAT)
    for stream, (name, how) in enumerate(files):
        os.dup2(os.open(told["folder"] + "/" + name, how), stream)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.argv = told["arguments"]
    exec(told["program"], {"__name__": "__main__"})

while line := sys.stdin.readline():
    if pid := os.fork():
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
        continue
    status = 1
    try:
        run(json.loads(line))
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
"""
_ONE_AT_A_TIME = Lock()


def run_in_a_copy(command: Sequence[str], *, input: str, **_: object) -> "subprocess.CompletedProcess[str]":
    """What `subprocess.run` makes of `python -c PROGRAM ARGUMENTS` with that input."""
    program, *arguments = command[2:]
    with tempfile.TemporaryDirectory(prefix="fazhi-asked-") as name, _ONE_AT_A_TIME:
        folder = Path(name)
        (folder / "in").write_text(input, "utf-8")
        copies = _copies()
        assert copies.stdin and copies.stdout
        told = {"folder": name, "program": program, "arguments": ["-c", *arguments]}
        copies.stdin.write(json.dumps(told) + "\n")
        copies.stdin.flush()
        status = int(copies.stdout.readline())
        said = [(folder / stream).read_text("utf-8") for stream in ("out", "err")]
    return subprocess.CompletedProcess(command, status, *said)


@cache
def _copies() -> "subprocess.Popen[str]":
    copies = subprocess.Popen(
        [sys.executable, "-c", _COPIES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(_end, copies)
    return copies


def _end(copies: "subprocess.Popen[str]") -> None:
    assert copies.stdin and copies.stdout
    copies.stdin.close()
    copies.stdout.close()
    copies.wait()

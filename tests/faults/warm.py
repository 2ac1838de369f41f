"""The command line in a process that has imported it, in which a short command spends most of its time."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.flows.running import ROOT, clean_environment

# Each line that it is given: a copy of it that runs one command, and its number; asked, how it ended
_PROGRAM = """
import json, os, sys, traceback
import flows.keeping.mending, flows.review, flows.steps, flows.workbooks
import load.engines.postgres, load.release.writing
from flows.cli.app import main
while line := sys.stdin.readline():
    told = json.loads(line)
    if pid := os.fork():
        print(pid, flush=True)
        sys.stdin.readline()
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
        continue
    os.chdir(told["folder"])
    os.environ.update(told["variables"])
    for stream, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    sys.argv[1:] = told["arguments"]
    status = 1
    try:
        main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
"""


@dataclass(frozen=True)
class Warm:
    """Runs commands, one at a time."""

    process: "subprocess.Popen[str]"

    def begin(self, folder: Path, arguments: tuple[str, ...], variables: dict[str, str]) -> int:
        """Begin a command in a folder. Returns the number of its process."""
        told = {"folder": str(folder), "arguments": arguments, "variables": variables}
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> int:
        """Wait for the command that was begun. Returns its exit status, or minus the signal that ended it."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def warm_commands() -> Iterator[Warm]:
    """The process, until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM],
        cwd=ROOT,
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=os.name == "posix",
    ) as process:
        yield Warm(process)
        assert process.stdin
        process.stdin.close()

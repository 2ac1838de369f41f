"""The command line in a process that has imported it, in which a short command spends most of its time.

Each command runs in a copy of that process, from the same entry point to the same end; what it asks to be
read is read in copies of another one that has loaded the rules, where these stay as they are. Prefect takes
its settings as it is imported: commands that name a server which answers are copies of a process that has
imported it for that server, others import it themselves.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Each line that it is given: a copy of it that runs one command, and its number; asked, how it ended
_PROGRAM = """
import atexit, json, os, sys, threading, time, traceback
from multiprocessing import forkserver, resource_tracker
import flows.keeping.mending, flows.metric_catalogue.command
import flows.review, flows.site, flows.steps, flows.workbooks
import load.engines.postgres, load.release.writing, load.reviews.returned
from flows.cli.app import main
from flows.keeping.freshness import extraction_version, making_version
from flows.reading.processes import reading_pool
from flows.serving.lost_server import FEW_RETRIES, MAX_RETRIES
from flows.serving.server import is_healthy
from flows.steps import all_places
from load.engines.contents import dimension_tables
from warehouse.metrics import load_metrics

def run(told):
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    for stream, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(told[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), stream)
    os.chdir(told["folder"])
    os.environ.clear()
    os.environ.update(told["variables"])
    time.tzset()
    sys.argv[1:] = told["arguments"]
    # what readers are forked from is no child of this copy, which would look after it as such
    forkserver.ensure_running = forkserver._forkserver.ensure_running = resource_tracker.ensure_running
    try:
        main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        status = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    return status

def in_a_copy(line, asked, answers):
    if pid := os.fork():
        print(pid, file=answers, flush=True)
        asked.readline()
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), file=answers, flush=True)
        return
    status = 1
    try:
        status = run(json.loads(line))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)

def serve(asked, answers):
    while line := asked.readline():
        in_a_copy(line, asked, answers)

def with_prefect(variables):
    asked, answers = os.pipe(), os.pipe()
    if not os.fork():
        os.close(asked[1])
        os.environ.update({name: said for name, said in variables.items() if name.startswith("PREFECT_")})
        os.environ.setdefault(MAX_RETRIES, FEW_RETRIES)
        import prefect.main, flows.panel, flows.discovery
        serve(os.fdopen(asked[0]), os.fdopen(answers[1], "w"))
        os._exit(0)
    os.close(asked[0])
    os.close(answers[1])
    return os.fdopen(asked[1], "w"), os.fdopen(answers[0])

if "--rules-stay" in sys.argv:
    # what each command would work out anew of code, rules and places
    extraction_version(), making_version(), dimension_tables(load_metrics(), all_places())
    with reading_pool(1, 1) as readers:
        readers.one("", os.getpid)
servers = {}
while line := sys.stdin.readline():
    variables = json.loads(line)["variables"]
    server = variables.get("PREFECT_API_URL", "")
    if server not in servers:
        servers[server] = with_prefect(variables) if server and is_healthy(server) else None
    if not servers[server]:
        in_a_copy(line, sys.stdin, sys.stdout)
        continue
    asked, answers = servers[server]
    for said in (line, None):
        print(said or sys.stdin.readline(), end="", file=asked, flush=True)
        print(answers.readline(), end="", flush=True)
"""


@dataclass(frozen=True)
class Warm:
    """Runs commands, one at a time; ends with the block that it heads, or with `close`."""

    process: "subprocess.Popen[str]"

    def begin(
        self,
        folder: Path,
        arguments: Sequence[str],
        variables: Mapping[str, str],
        out: Path,
        err: Path,
    ) -> int:
        """Begin a command in a folder, with these variables alone. Returns the number of its process."""
        told = {"folder": str(folder), "arguments": arguments, "variables": dict(variables)}
        self._say(json.dumps(told | {"out": str(out), "err": str(err)}))
        return self._heard()

    def end(self) -> int:
        """Wait for the command that was begun. Returns its exit status, or minus the signal that ended it."""
        self._say("")
        return self._heard()

    def close(self) -> None:
        """End the process, and wait for it."""
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe
            with suppress(BrokenPipeError):
                pipe.close()
        self.process.wait()

    def __enter__(self) -> "Warm":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _say(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def _heard(self) -> int:
        assert self.process.stdout
        return int(self.process.stdout.readline())


def warm_commands(root: Path, variables: Mapping[str, str], *, rules_stay: bool) -> Warm:
    """The process, started in the checkout's folder. Without `rules_stay` each command reads them anew."""
    return Warm(
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *(["--rules-stay"] if rules_stay else [])],
            cwd=root,
            env=dict(variables),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=os.name == "posix",
        )
    )

"""PostgreSQL stopped as by a crash in the middle of a load: told in one line, and the next call ends well.

    python -m tests.faults.lost_database --stops 20 --seed 20

The server is started again before the command is given again. What is then in the folder and in the warehouse
is compared with what undisturbed calls leave, as after the kills of tests/faults/kills.py.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.faults.kills import COMMANDS, Command, Place, prepare, state, undisturbed
from tests.flows.running import warm
from tests.postgres_server import Server, a_postgres_server

LOADS = tuple(command for command in COMMANDS if command.name in ("load", "rebuild", "forget"))


def stop_once(
    place: Place, server: Server, command: Command, moment: float, expected: tuple[dict[str, str], set[str]]
) -> tuple[bool, str]:
    """Whether the stop came before the end, and what is wrong with it or after the next call; "": nothing."""
    folder = place.fresh("trial", command.after)
    place.begin(folder, command)
    time.sleep(moment)
    server.stop()
    status = place.warm.end()
    words = (folder / "err").read_text().strip()
    server.start()
    was_stopped = status != 0
    if was_stopped and (status != 1 or "\n" in words or not words.startswith("fazhi: ")):
        return was_stopped, f"status {status}, said: {words}"
    again = place.run(folder, command)
    found = state(place, folder)
    known, unstable = expected
    differ = sorted(
        name
        for name in known.keys() | found.keys()
        if known.get(name) != found.get(name) and not (name in unstable and name in found)
    )
    wrong = f"status {again}, other: {', '.join(differ)}" if differ or again not in (0, 2) else ""
    return was_stopped, wrong


def try_all(
    place: Place, server: Server, stops: int, chance: random.Random, commands: Sequence[Command] = LOADS
) -> Iterator[tuple[Command, float, str]]:
    """Stop the server under commands by turns until so many stops came before the end."""
    known = {command.name: undisturbed(place, command) for command in commands}
    turn = 0
    while stops > 0:
        command = commands[turn % len(commands)]
        turn += 1
        *expected, seconds = known[command.name]
        moment = chance.uniform(0, seconds)
        was_stopped, wrong = stop_once(place, server, command, moment, (expected[0], expected[1]))
        stops -= was_stopped
        if was_stopped or wrong:
            yield command, moment, wrong


@contextmanager
def place_with_server() -> Iterator[tuple[Place, Server]]:
    """A folder with the samples of a city, and the server of its warehouse."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fazhi-lost-")))
        server = stack.enter_context(a_postgres_server())
        place = Place(folder, warm(), server.url)
        prepare(place)
        yield place, server


def main() -> None:
    """Stop, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--stops", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with place_with_server() as (place, server):
        tried = []
        for command, moment, wrong in try_all(place, server, options.stops, random.Random(options.seed)):
            print(f"{command.name} stopped after {moment:.2f} s: {wrong or 'well'}", flush=True)
            tried.append(wrong)
    print(f"{tried.count('')} of {len(tried)} well")


if __name__ == "__main__":
    main()

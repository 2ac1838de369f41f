"""Who carries out the runs of `fazhi serve`: Prefect's runner, until it is told to end."""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner


class ServingRunner(Runner):
    """Prefect's runner, but for two things.

    Its folder is its own: Prefect's lie in one that the first user of the machine makes, and no other may
    write to. And it ends where it is told to: Prefect's asks itself to stop first, and never waits for the
    answer.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._tmp_dir = Path(mkdtemp(prefix="fazhi-serve-"))

    def handle_sigterm(self, *_: Any, **__: Any) -> None:
        sys.exit(0)


def run_until_ended(deployments: Sequence[RunnerDeployment]) -> None:
    """Carry out the deployments' runs, one at a time, until SIGTERM or Ctrl-C.

    Their schedules stay as they are: a restart must not leave the nights switched off.
    """
    runner = ServingRunner(pause_on_shutdown=False, limit=1)
    for deployment in deployments:
        runner.add_deployment(deployment)
    with suppress(KeyboardInterrupt):
        asyncio.run(runner.start())

"""Runs whose process has died hold no place for ever, whether they had begun or not."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any
from uuid import UUID, uuid4

import pytest
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows import dead_runs
from flows.dead_runs import mark_dead_runs, mark_runs_of_before
from flows.deployments import TAG
from flows.serving.server import temporary_server
from tests.flows.prefect_api import Api, until

pytestmark = pytest.mark.slow


class Deployed:
    """A deployment with one place, and its runs as who serves it would tell of them."""

    def __init__(self, api: Api, name: str) -> None:
        self.api = api
        flow = api.post("/flows/", {"name": name})["id"]
        asked = {"name": name, "flow_id": flow, "concurrency_limit": 1, "tags": [TAG]}
        self.id = str(api.post("/deployments/", asked)["id"])

    def run(self, *states: str) -> str:
        """A run of which nothing is heard any more after these states."""
        run = self.api.run(self.id, {})
        for state in states:
            assert self.told(run, state)["status"] == "ACCEPT"
        return run

    def told(self, run: str, state: str) -> dict[str, Any]:
        """What the server says where a run asks for a state."""
        return dict(self.api.post(f"/flow_runs/{run}/set_state", {"state": {"type": state}}))

    def begins(self) -> bool:
        """Whether the next run gets the place."""
        return bool(self.told(self.api.run(self.id, {}), "PENDING")["status"] == "ACCEPT")

    def state(self, run: str) -> str:
        return str(self.api.get(f"/flow_runs/{run}")["state_type"])


@pytest.fixture
def deployed(prefect_url: str) -> Iterator[Deployed]:
    api = Api(prefect_url)
    made = Deployed(api, uuid4().hex)
    with temporary_settings({PREFECT_API_URL: prefect_url}):
        yield made
    api.delete(f"/deployments/{made.id}")


@pytest.mark.parametrize("states", [("PENDING",), ("PENDING", "RUNNING")])
def test_what_an_earlier_serve_left_frees_the_place_for_the_next_night(
    deployed: Deployed, states: tuple[str, ...]
) -> None:
    left = deployed.run(*states)
    assert not deployed.begins()
    with get_client(sync_client=True) as client:
        assert mark_runs_of_before(client)
    assert deployed.state(left) == "CRASHED"
    assert deployed.begins()


def test_a_run_that_may_still_begin_is_left_alone_until_it_has_had_its_time(
    deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = deployed.run("PENDING")
    assert mark_dead_runs(UUID(deployed.id), uuid4()) == 0
    monkeypatch.setattr(dead_runs, "LONGEST_START", timedelta(0))
    assert mark_dead_runs(UUID(deployed.id), uuid4()) == 1
    assert deployed.state(waits) == "CRASHED"


def test_the_place_of_a_dead_run_is_given_back_though_the_server_was_killed_too(
    tmp_path: Path, prefect_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a power cut; Prefect itself would forget whose the place is, and give it to nobody."""
    home = copytree(prefect_home, tmp_path / "prefect")
    monkeypatch.setenv("PREFECT_SERVER_SERVICES_REPOSSESSOR_LOOP_SECONDS", "1")
    with killed_server(home) as api:
        deployed = Deployed(api, "night")
        deployed.run("PENDING")
        assert not deployed.begins()
    as_if_hours_went_by(home / "concurrency_leases")
    with temporary_server(home, 600, for_one_run=False) as server:
        deployed.api = Api(server.api_url)
        until(deployed.begins)


@contextmanager
def killed_server(home: Path) -> Iterator[Api]:
    with temporary_server(home, 600, for_one_run=False) as server:
        yield Api(server.api_url)
        os.killpg(server.process.pid, signal.SIGKILL)


def as_if_hours_went_by(leases: Path) -> None:
    """Let what is written down of places have been for some hours ago."""
    past = str(datetime.now(UTC) - timedelta(hours=5))
    index = leases / "expirations.json"
    index.write_text(json.dumps(dict.fromkeys(json.loads(index.read_text()), past)))
    for lease in leases.glob("*-*.json"):
        lease.write_text(json.dumps(json.loads(lease.read_text()) | {"expiration": past}))

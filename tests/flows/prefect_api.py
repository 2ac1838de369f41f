"""Prefect's API, as the tests of deployments, workers and schedules ask it."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

PATIENCE = 600
"""Seconds that a busy machine may take for anything."""
ENDED = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})


@dataclass(frozen=True)
class Api:
    """Prefect's API, as a data engineer calls it.

    Prefect answers 503 where another of its services was just writing to its database, having changed nothing
    itself, and where workers and runs start at once on two cores it may be silent for half a minute. Its own
    client always asks again then (`PREFECT_CLIENT_RETRY_EXTRA_CODES`, a read timeout), and so does this one.
    """

    url: str

    def _ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        def ask() -> httpx.Response | None:
            # without certificates, which take longer to load than most answers
            asked = f"{self.url}{path}"
            try:
                answer = httpx.request(method, asked, json=body, timeout=60, trust_env=False, verify=False)
            except httpx.TimeoutException:
                return None
            return None if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else answer

        answered: httpx.Response = until(ask)
        return answered.raise_for_status()

    def post(self, path: str, body: object) -> Any:
        return self._ask("POST", path, body).json()

    def patch(self, path: str, body: dict[str, Any]) -> None:
        self._ask("PATCH", path, body)

    def delete(self, path: str) -> None:
        self._ask("DELETE", path)

    def get(self, path: str) -> Any:
        return self._ask("GET", path).json()

    def run(self, deployment: str, parameters: dict[str, Any]) -> str:
        """Start a run of a deployment and return its id; the key keeps a question asked twice to one run."""
        body = {"parameters": parameters, "idempotency_key": uuid4().hex}
        return str(self.post(f"/deployments/{deployment}/create_flow_run", body)["id"])

    def ended(self, flow_run: str) -> dict[str, Any]:
        """The run at its end, however it ended."""

        def run_if_ended() -> dict[str, Any] | None:
            run: dict[str, Any] = self.get(f"/flow_runs/{flow_run}")
            return run if run["state_type"] in ENDED else None

        return dict(until(run_if_ended))

    def deployments(self) -> dict[str, dict[str, Any]]:
        return {found["name"]: found for found in self.post("/deployments/filter", {})}

    def automations(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.post("/automations/filter", {})
        return [one for one in found if one["name"].startswith("fazhi")]

    def runs(self, deployment: str) -> list[dict[str, Any]]:
        """A deployment's runs, the earliest first."""
        wanted = {"deployments": {"id": {"any_": [deployment]}}, "sort": "EXPECTED_START_TIME_ASC"}
        return list(self.post("/flow_runs/filter", wanted))

    def scheduled(self, deployment: str) -> list[dict[str, Any]]:
        return [run for run in self.runs(deployment) if run["state_type"] == "SCHEDULED"]

    def artifact(self, flow_run: str, key: str) -> dict[str, Any]:
        wanted = {"artifacts": {"flow_run_id": {"any_": [flow_run]}, "key": {"any_": [key]}}}
        (found,) = self.post("/artifacts/filter", wanted)
        return dict(found)

    def log(self, flow_run: str) -> list[str]:
        """The lines of a run's log so far."""
        wanted = {"logs": {"flow_run_id": {"any_": [flow_run]}}, "sort": "TIMESTAMP_ASC"}
        return [line["message"] for line in self.post("/logs/filter", wanted)]


def until(ask: Any) -> Any:
    """The first answer of `ask` that says something, or a failure where none comes at all."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if answer := ask():
            return answer
        time.sleep(0.3)  # asked more often, the server is as busy with the answers as with the run
    raise AssertionError("no answer in time")

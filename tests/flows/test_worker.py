"""`prefect deploy` and a worker in place of `fazhi serve`: the same deployments, by schedule and by hand."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect import settings as prefect_settings

from flows.deployments import HEARTBEAT, TAG, TIMEZONE, declared
from flows.keeping.freshness import extraction_version
from flows.settings import Settings
from load.diaries.load_runs import read_load_runs
from tests.flows.prefect_api import PATIENCE, Api, until
from tests.flows.running import ROOT, clean_environment

pytestmark = pytest.mark.slow

_GRACE = 30  # seconds
PREFECT_YAML = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))


def in_the_file(one: dict[str, Any]) -> dict[str, Any]:
    """A deployment of prefect.yaml as `Declared` has it, where nothing else is said of it."""
    cron = one["schedules"][0]["cron"] if one["schedules"] else ""
    named = {"timezone": TIMEZONE, "slug": one["name"], "cron": cron}
    assert one["schedules"] == ([named] if cron else [])
    assert (one["tags"], one["concurrency_limit"]) == ([TAG, one["name"]], 1)
    assert one["work_pool"]["job_variables"]["env"] == HEARTBEAT
    return {key: one[key] for key in ("name", "entrypoint", "description", "parameters")} | {"cron": cron}


def test_prefect_yaml_has_the_deployments_of_fazhi_serve() -> None:
    assert [in_the_file(one) for one in PREFECT_YAML["deployments"]] == [
        asdict(one) for one in declared(Settings())
    ]


@dataclass(frozen=True)
class Working:
    """A worker at work: the API, the data folder that its runs write, and the deployments."""

    api: Api
    data: Path
    deployments: dict[str, dict[str, Any]]


def prefect(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "prefect", *arguments]


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory, prefect_url: str) -> Iterator[Working]:
    """`prefect deploy --all` and `prefect worker start`, as docs/operations.md tells."""
    folder = tmp_path_factory.mktemp("working")
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    catalogue = folder / "some.csv"
    catalogue.write_text("place,year,url\n金华市,2017,sample:330700-2017.html\n", "utf-8")
    changes = {"PREFECT_API_URL": prefect_url, "FAZHI_CATALOGUE": str(catalogue), "PATH": path}
    environment = clean_environment(
        **changes, FAZHI_DATA_DIR=str(folder / "data"), PREFECT_WORKER_QUERY_SECONDS="1"
    )
    api = Api(prefect_url)
    api.post("/work_pools/", {"name": "fazhi", "type": "process"})
    deploying = prefect("--no-prompt", "deploy", "--all", "--prefect-file", str(ROOT / "prefect.yaml"))
    deployed = subprocess.run(
        deploying, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    with (
        (folder / "worker.log").open("wb") as output,
        subprocess.Popen(
            prefect("worker", "start", "--pool", "fazhi"),
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as worker,
    ):
        yield Working(api, folder / "data", api.deployments())
        worker.terminate()
        # a worker told to go as a run of its ends may wait for ever
        with suppress(subprocess.TimeoutExpired):
            worker.wait(_GRACE)
        worker.kill()


def test_prefect_knows_the_setting_of_the_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a name that it does not know it says nothing, and beats six times as slowly."""
    for name, value in HEARTBEAT.items():
        monkeypatch.setenv(name, value)
    assert [str(prefect_settings.Settings().flows.heartbeat_frequency)] == list(HEARTBEAT.values())


@pytest.fixture(scope="module")
def night(working: Working) -> dict[str, Any]:
    """The nightly run of yesterday, which its schedule makes now and the worker finds late, at its end."""
    nightly = working.deployments["nightly"]["id"]
    now = datetime.now(UTC)
    span = {"start_time": str(now - timedelta(days=1)), "end_time": str(now), "max_runs": 1}
    working.api.post(f"/deployments/{nightly}/schedule", span)
    late = until(lambda: [run for run in working.api.runs(nightly) if is_before(run, now)])
    return working.api.ended(late[0]["id"])


def is_before(run: dict[str, Any], now: datetime) -> bool:
    return datetime.fromisoformat(run["expected_start_time"]) < now


def test_a_schedule_of_the_past_is_caught_up_by_the_worker(working: Working, night: dict[str, Any]) -> None:
    assert (night["state_type"], night["auto_scheduled"]) == ("COMPLETED", True), night["state"]
    artifact = working.api.artifact(night["id"], "fazhi-panel")
    assert artifact["description"] == "1 reports: 1 read, 0 unchanged, 0 failed"


def test_a_run_by_hand_has_its_parameters_and_a_wrong_one_fails_it_with_one_line(
    working: Working, night: dict[str, Any]
) -> None:
    parameters = {"places": "金华市,330500", "years": "soon", "refetch": True, "export": "nothing"}
    by_hand = working.api.ended(working.api.run(working.deployments["manual"]["id"], parameters))
    assert by_hand["name"] == "2017 对比 · 金华市,330500 · soon · 重新抓取 refetch · 导出 export: nothing"
    assert by_hand["state_type"] == "FAILED"
    assert '"soon" is no year' in by_hand["state"]["message"]
    assert "\n" not in by_hand["state"]["message"]
    assert night["state_type"] == "COMPLETED"
    assert read_load_runs(working.data)["event"].to_pylist() == ["started", "succeeded"]


def test_deployments_say_which_code_reads_and_dead_runs_are_marked(working: Working) -> None:
    ours = [one for one in working.deployments.values() if TAG in one["tags"]]
    assert {one["version"] for one in ours} == {extraction_version()[:12]}
    assert len(working.api.automations()) == 1

"""`fazhi serve` on a real Prefect server: the nightly schedule, and a run by hand through the API."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from shutil import copytree, which
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings
from rich.console import Console

from flows.dead_runs import mark_dead_runs
from flows.deployments import read_back, serve_forever
from flows.settings import Settings
from load.diaries.load_runs import read_load_runs
from tests.faults.lost_serve import served as served_alone
from tests.flows.prefect_api import PATIENCE, Api, until
from tests.flows.running import clean_environment, command
from tests.load.books import sheet_rows
from tests.load.returns import REVIEW, filled

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Served:
    """`fazhi serve` at work: the API it serves on, the data folder its runs write, and what it says."""

    api: Api
    data: Path
    log: Path
    deployments: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, prefect_url: str, site: str) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    sites = folder / "sites.csv"
    sites.write_text(f"place,index_url,list_kind,third_party\n金华市,{site}/fzbg/,static,yes\n", "utf-8")
    ours = {"PREFECT_API_URL": prefect_url, "FAZHI_DISCOVERY_SITES": str(sites)}
    api = Api(prefect_url)
    log = folder / "serve.log"
    began = datetime.now(UTC)
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command("serve"),
            cwd=folder,
            env=clean_environment(**ours, PREFECT_RUNNER_POLL_FREQUENCY="3"),
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        until(lambda: "Ctrl-C" in log.read_text() or process.poll())
        until(lambda: was_served(api, began) or process.poll())
        until(lambda: api.automations() or process.poll())
        yield Served(api, folder / "data", log, api.deployments())
        process.terminate()
        assert (process.wait(PATIENCE), "RuntimeWarning" in log.read_text()) == (0, False)


def was_served(api: Api, began: datetime) -> bool:
    """Whether the last of the deployments was put there since, on a server that others may have used."""
    last = api.deployments().get("review")
    return last is not None and datetime.fromisoformat(last["updated"]) > began


@pytest.fixture(scope="module")
def manual_run(served: Served) -> dict[str, Any]:
    """A run of the manual deployment by the API, for two places of which one has no page, at its end."""
    rows = "金华市,2017,sample:330700-2017.html\n湖州市,2017,sample:none.html\n上海市,2017,sample:none.html\n"
    catalogue = served.data.parent / "some.csv"
    catalogue.write_text("place,year,url\n" + rows, "utf-8")
    parameters = {"places": "金华市,330500", "years": "2015-2018", "base_year": 2017}
    manual = served.deployments["manual"]["id"]
    return served.api.ended(served.api.run(manual, parameters | {"catalogue": str(catalogue)}))


def test_nightly_run_is_scheduled_for_two_o_clock_in_shanghai(served: Served) -> None:
    runs = until(lambda: served.api.scheduled(served.deployments["nightly"]["id"]))
    start = datetime.fromisoformat(runs[0]["expected_start_time"]).astimezone(ZoneInfo("Asia/Shanghai"))
    assert (start.hour, start.minute) == (2, 0)


def test_nightly_schedule_has_a_name_and_a_time_zone(served: Served) -> None:
    (schedule,) = served.deployments["nightly"]["schedules"]
    assert (schedule["slug"], schedule["schedule"]["timezone"]) == ("nightly", "Asia/Shanghai")
    assert schedule["active"]


def test_every_deployment_is_there_with_its_tags_and_version(served: Served) -> None:
    named = {
        name: set(found["tags"]) for name, found in served.deployments.items() if "fazhi" in found["tags"]
    }
    assert named == {
        name: {"fazhi", name} for name in ("nightly", "manual", "backfill", "discovery", "review")
    }
    assert len({found["version"] for found in served.deployments.values()}) == 1


def test_discovery_is_scheduled_every_week(served: Served) -> None:
    (schedule,) = served.deployments["discovery"]["schedules"]
    assert (schedule["slug"], schedule["schedule"]["cron"]) == ("discovery", "0 6 * * 0")


def test_backfill_reads_a_range_of_years_anew(served: Served) -> None:
    said = served.deployments["backfill"]["parameters"]
    assert (said["years"], said["only_changed"]) == ("2016-2017", False)


def test_runs_that_are_heard_of_no_more_are_marked_by_the_server(served: Served) -> None:
    (automation,) = served.api.automations()
    assert automation["enabled"]
    assert [action["state"] for action in automation["actions"]] == ["CRASHED"]


def test_manual_deployment_has_no_schedule(served: Served) -> None:
    assert served.deployments["manual"]["schedules"] == []


@pytest.mark.parametrize("name", ["nightly", "manual"])
def test_one_run_at_a_time(served: Served, name: str) -> None:
    limit = served.deployments[name]["global_concurrency_limit"]
    assert limit["limit"] == 1


def test_form_shows_flat_parameters_with_defaults(served: Served) -> None:
    schema = served.deployments["manual"]["parameter_openapi_schema"]["properties"]
    kinds = {name: field.get("type") for name, field in schema.items()}
    assert kinds == {
        "places": "string",
        "years": "string",
        "base_year": "integer",
        "only_changed": "boolean",
        "only_failed": "boolean",
        "catalogue": "string",
        "refetch": "boolean",
        "export": "string",
    }
    assert [name for name, field in schema.items() if "default" not in field] == []


def test_form_offers_the_exports_and_only_years_that_can_be(served: Served) -> None:
    schema = served.deployments["manual"]["parameter_openapi_schema"]["properties"]
    assert schema["export"]["enum"] == ["workbook", "site", "release", "nothing"]
    assert (schema["base_year"]["minimum"], schema["base_year"]["maximum"]) == (1990, 2100)


@pytest.mark.parametrize(
    "wrong", [{"export": "pdf"}, {"base_year": 17}, {"base_year": "soon"}, {"plces": "金华市"}]
)
def test_the_server_refuses_what_the_form_would_not_send(served: Served, wrong: dict[str, Any]) -> None:
    with pytest.raises(httpx.HTTPStatusError, match="409|422") as refused:
        served.api.run(served.deployments["manual"]["id"], wrong)
    (name,) = wrong
    assert name in refused.value.response.json()["detail"]


def _meaning(field: dict[str, Any]) -> str:
    return str(field.get("description", ""))


def test_form_says_what_each_parameter_means_with_an_example(served: Served) -> None:
    forms = {name: one["parameter_openapi_schema"]["properties"] for name, one in served.deployments.items()}
    unsaid = [(form, name) for form, fields in forms.items() for name in fields if not _meaning(fields[name])]
    assert unsaid == []
    said = {name: _meaning(field) for name, field in forms["manual"].items()}
    assert all(example in said[name] for name, example in (("places", "金华市"), ("years", "2015-2018")))


def test_nights_that_only_read_samples_are_told(served: Served) -> None:
    assert "only the packaged samples" in served.log.read_text()
    assert "only the packaged samples" in served.deployments["nightly"]["description"]


def test_the_command_to_copy_is_one_line(served: Served) -> None:
    command = f"PREFECT_API_URL={served.api.url} prefect deployment run '法治政府年度报告 panel/manual'"
    assert command in until(
        lambda: "Ctrl-C" in served.log.read_text() and served.log.read_text().splitlines()
    )


def test_manual_run_is_named_for_what_it_does(manual_run: dict[str, Any]) -> None:
    assert manual_run["name"] == "2017 对比 · some.csv · 金华市,330500 · 2015-2018"


def test_manual_run_completes(manual_run: dict[str, Any]) -> None:
    assert manual_run["state_type"] == "COMPLETED", manual_run["state"]


def test_artifact_tells_what_was_read(served: Served, manual_run: dict[str, Any]) -> None:
    artifact = served.api.artifact(manual_run["id"], "fazhi-panel")
    assert artifact["type"] == "table"
    assert "330700-2017" in artifact["data"]
    assert artifact["description"] == "2 reports: 1 read, 0 unchanged, 1 failed"


def test_bar_of_a_run_at_its_end_is_full(served: Served, manual_run: dict[str, Any]) -> None:
    bar = served.api.artifact(manual_run["id"], "fazhi-panel-progress")
    assert (bar["type"], float(bar["data"]), bar["description"]) == ("progress", 100, "done")


def test_log_names_each_report_with_stage_and_reason(served: Served, manual_run: dict[str, Any]) -> None:
    log = until(lambda: _if_told(served.api.log(manual_run["id"]), "reports: 1 read"))
    assert any(re.fullmatch(r"读取 read: 330700-2017 金华市: new, \d+ figures", line) for line in log)
    assert any(re.match(r"抓取 fetch: 330500-2017 湖州市 failed \(\w+\): ", line) for line in log)


def _if_told(log: list[str], words: str) -> list[str]:
    return log if any(words in line for line in log) else []


def test_summary_is_told_in_words(served: Served, manual_run: dict[str, Any]) -> None:
    artifact = served.api.artifact(manual_run["id"], "fazhi-panel-summary")
    assert "figures in the warehouse" in artifact["data"]
    assert f"`{served.data}/last_run.json`" in artifact["data"]


def test_summary_compares_the_base_year(served: Served, manual_run: dict[str, Any]) -> None:
    artifact = served.api.artifact(manual_run["id"], "fazhi-panel-summary")
    row = r"行政诉讼败诉率 Administrative litigation loss rate \| \S*6\.9%\S* \| 2016: \S*9\.5%"
    assert re.search(row, artifact["data"])


def test_run_made_few_task_runs_with_names(served: Served, manual_run: dict[str, Any]) -> None:
    wanted = {"flow_runs": {"id": {"any_": [manual_run["id"]]}}}
    names = until(lambda: _names_if_all(served.api.post("/task_runs/filter", wanted)))
    assert names == ["export", "fetch shard", "load", "read shard"]


def _names_if_all(task_runs: list[dict[str, Any]]) -> list[str]:
    names = sorted(run["name"].removesuffix(" 1").rsplit("-", 1)[0] for run in task_runs)
    return names if len(names) >= 4 else []


def test_a_reviewer_s_workbook_is_imported_by_hand(served: Served, manual_run: dict[str, Any]) -> None:
    assert manual_run["state_type"] == "COMPLETED"
    book = served.data / "fazhi.xlsx"
    likely = next(row for row in sheet_rows(book, REVIEW) if "likely" in str(row["Why"]))
    back = filled(book, {str(likely["Value"]): {"Verdict": "采纳", "Reviewer": "王"}})
    imported = served.api.ended(served.api.run(served.deployments["review"]["id"], {"workbook": str(back)}))
    assert imported["state_type"] == "COMPLETED", imported["state"]
    assert list((served.data / "parquet" / "reviews").glob("*.parquet"))


def test_a_run_whose_process_died_is_marked_by_the_next_one(
    served: Served, manual_run: dict[str, Any]
) -> None:
    manual = served.deployments["manual"]["id"]
    flow = served.deployments["manual"]["flow_id"]
    state = {"type": "RUNNING", "name": "Running"}
    body = {"flow_id": flow, "deployment_id": manual, "state": state}
    dead = str(served.api.post("/flow_runs/", body)["id"])
    with temporary_settings({PREFECT_API_URL: served.api.url}):
        assert mark_dead_runs(UUID(manual), uuid4())
    assert served.api.get(f"/flow_runs/{dead}")["state_type"] == "CRASHED"


def served_again(served: Served, monkeypatch: pytest.MonkeyPatch) -> str:
    """All is put on the server as at every start; that runs are waited for then is seen above."""

    async def start(_: object) -> None:
        pass

    monkeypatch.setattr("prefect.runner.Runner.start", start)
    monkeypatch.setenv("PREFECT_API_URL", served.api.url)
    said = StringIO()
    with temporary_settings({PREFECT_API_URL: served.api.url}):
        serve_forever(Settings(), Console(file=said, width=200))
    return said.getvalue()


@pytest.mark.usefixtures("manual_run")  # Prefect puts all there twice before it waits for runs
def test_a_schedule_that_was_paused_stays_so_when_served_again(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    nightly = served.deployments["nightly"]
    path = f"/deployments/{nightly['id']}/schedules/{nightly['schedules'][0]['id']}"
    served.api.patch(path, {"active": False})
    assert "paused on the server and stays so" in served_again(served, monkeypatch)
    with temporary_settings({PREFECT_API_URL: served.api.url}):
        assert read_back(Settings()) == ["nightly: its schedule is paused on the server and stays so"]
    again = served.api.get(f"/deployments/{nightly['id']}")
    assert again["updated"] != nightly["updated"]
    (schedule,) = again["schedules"]
    assert not schedule["active"]
    served.api.patch(path, {"active": True})


@pytest.mark.usefixtures("manual_run")
@pytest.mark.parametrize("deployment", ["manual", "nightly"])
def test_a_schedule_that_was_added_on_the_page_is_kept_and_told(
    served: Served, monkeypatch: pytest.MonkeyPatch, deployment: str
) -> None:
    """Prefect gives it no slug, and would put all anew for it."""
    path = f"/deployments/{served.deployments[deployment]['id']}"
    weekly = {"cron": "0 5 * * 1", "timezone": "Asia/Shanghai"}
    asked = {"schedule": weekly, "active": False, "parameters": {"places": "浙江省"}}
    (added,) = served.api.post(f"{path}/schedules", [asked])
    said = served_again(served, monkeypatch)
    line = f"{deployment}: keeps a schedule that was added on the server: 0 5 * * 1 Asia/Shanghai, paused"
    assert line in said.splitlines()
    kept = {one["id"]: one for one in served.api.get(path)["schedules"]}
    assert (kept[added["id"]]["parameters"], kept[added["id"]]["active"]) == ({"places": "浙江省"}, False)
    assert all(one["active"] for one in kept.values() if one["slug"] == "nightly")
    assert len(kept) == 1 + len(served.deployments[deployment]["schedules"])
    served.api.delete(f"{path}/schedules/{added['id']}")


def what_stands(api: Api) -> dict[str, Any]:
    """Deployments with their schedules, and the automation, but for ids and moments."""
    told = ("parameters", "tags", "version", "entrypoint", "parameter_openapi_schema")
    deployments = {
        name: [one[key] for key in told]
        + [(each["slug"], each["active"], each["schedule"]["cron"]) for each in one["schedules"]]
        for name, one in api.deployments().items()
        if "fazhi" in one["tags"]
    }
    return deployments | {
        "automations": [(one["name"], one["trigger"]["within"]) for one in api.automations()]
    }


def test_with_prefect_s_database_thrown_away_all_is_there_again(
    served: Served, manual_run: dict[str, Any], tmp_path: Path
) -> None:
    """The data folder of before, without `prefect` in it; the next run is a Quick run, nothing filled in."""
    copytree(served.data, tmp_path / "data")
    with served_alone(tmp_path, FAZHI_CATALOGUE=manual_run["parameters"]["catalogue"]) as (api, manual):
        assert what_stands(api) == what_stands(served.api)
        again = api.ended(api.run(manual, {}))
        assert again["state_type"] == "COMPLETED", again["state"]
        # what is unchanged Prefect is not asked
        read = api.artifact(again["id"], "fazhi-panel")["description"]
        assert read == "3 reports: 0 read, 1 unchanged, 2 failed"


@pytest.mark.parametrize(
    ("name", "artifact", "words"),
    [
        ("backfill", "fazhi-panel", r"\d+ reports: \d\d+ read, 0 unchanged, 0 failed"),
        ("discovery", "fazhi-discovery", "0 new reports, 0 titles in doubt, 1 index pages not read.*"),
    ],
)
def test_a_quick_run_with_nothing_filled_in_ends_well(
    served: Served, name: str, artifact: str, words: str
) -> None:
    """As Prefect's page asks for it; of the manual deployment above."""
    run = served.api.ended(served.api.run(served.deployments[name]["id"], {}))
    assert run["state_type"] == "COMPLETED", run["state"]
    assert re.fullmatch(words, served.api.artifact(run["id"], artifact)["description"])


def test_data_folder_is_the_one_that_was_served(served: Served, manual_run: dict[str, Any]) -> None:
    events = read_load_runs(served.data)["event"].to_pylist()
    assert events[:2] == ["started", "succeeded"]


def test_a_run_with_failed_reports_says_so_in_its_state(manual_run: dict[str, Any]) -> None:
    state = manual_run["state"]
    assert state["name"] == "1 份失败 failed"
    assert state["message"] == "2 reports: 1 read, 0 unchanged, 1 failed"


def in_a_browser(url: str) -> str:
    """The page as Chromium has it once its scripts have run and asked the API."""
    browser = next(filter(None, map(which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
    if browser is None:
        pytest.skip("no Chromium here: sh tools/system_packages.sh installs one")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-proxy-server",
        "--virtual-time-budget=20000",
    ]
    asked = [browser, *options, "--dump-dom", url]
    return subprocess.run(asked, capture_output=True, text=True, check=True, timeout=PATIENCE).stdout


@pytest.mark.parametrize("page", ["deployments", "deployments/deployment/{manual}/run"])
def test_the_page_shows_in_a_browser_what_the_api_knows(served: Served, page: str) -> None:
    """It is served by the API's own address, and asks no other."""
    address = served.api.url.removesuffix("api") + page.format(manual=served.deployments["manual"]["id"])
    shown = in_a_browser(address)
    words = ("2017", "名称或代码", "/srv/reports.csv") if "run" in page else ("nightly", "manual", "review")
    assert [word for word in words if word not in shown] == []

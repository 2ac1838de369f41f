"""What `fazhi serve` serves: the flow every night, and by hand from Prefect's UI, API or command line.

What stands on the server afterwards is read back: a schedule that is not as it is here is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from rich.console import Console

from flows.keeping.freshness import extraction_version
from flows.packaged import SAMPLES
from flows.run import prefect_server
from flows.settings import Settings, environment, packaged_catalogue
from flows.writing import is_writing

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.objects import DeploymentSchedule
    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Schedule

HEARTBEAT = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}
"""Seconds between two signs of life of a run, as Prefect takes it; flows/dead_runs.py listens for them."""
TIMEZONE = "Asia/Shanghai"
NIGHTLY = "nightly"
MANUAL = "manual"
BACKFILL = "backfill"
DISCOVERY = "discovery"
REVIEW = "review"
PANEL = "flows.panel.panel"
TAG = "fazhi"
_PAUSED = ", paused"


@dataclass(frozen=True, slots=True)
class Declared:
    """A deployment: its flow as MODULE.NAME, what a run is asked for, and its cron ("": no schedule)."""

    name: str
    entrypoint: str
    description: str
    parameters: Mapping[str, object]
    cron: str = ""


def declared(settings: Settings) -> tuple[Declared, ...]:
    """The deployments of `fazhi serve`; prefect.yaml has the same for `prefect deploy` (a test says so)."""
    base_year = {"base_year": settings.base_year}
    all_again = {"years": f"2016-{settings.base_year}", "only_changed": False}
    return (
        Declared(NIGHTLY, PANEL, "Every night, what has changed", base_year, settings.schedule),
        Declared(
            MANUAL,
            PANEL,
            "By hand: choose places, years, base year, catalogue, what is fetched and made",
            base_year,
        ),
        Declared(
            BACKFILL,
            PANEL,
            "By hand: read a range of report years again from page to workbook, changed or not",
            base_year | all_again,
        ),
        Declared(
            DISCOVERY,
            "flows.discovery.discovery",
            "Every week: look for reports that no catalogue has",
            {},
            settings.discovery_schedule,
        ),
        Declared(
            REVIEW,
            "flows.review_flow.review",
            "By hand: import a reviewer's workbook by its path on the machine that serves",
            {},
        ),
    )


def serve_forever(settings: Settings, console: Console) -> None:
    """Serve the deployments until interrupted, on the server the user named or on one of our own.

    One run at a time: a run that comes while another is at work waits for it. Whether somebody writes is
    decided by our own lock, never by Prefect's count of runs.
    """
    with prefect_server(settings, console, for_one_run=False) as api_url:
        console.print(f"Prefect: {api_url.removesuffix('/api')}", highlight=False, soft_wrap=True)
        console.print(
            f"{NIGHTLY}: {settings.schedule} {TIMEZONE}, {_what_is_read(settings)}",
            highlight=False,
            soft_wrap=True,
        )
        console.print(f"{MANUAL}: start it there, or with", highlight=False)
        # one line however wide the terminal is, as it is copied
        console.print(_by_hand(api_url), highlight=False, soft_wrap=True, markup=False)
        console.print(f"{DISCOVERY}: {settings.discovery_schedule} {TIMEZONE}", highlight=False)
        console.print("Ctrl-C ends it.")
        with environment(HEARTBEAT):
            _serve(settings, console)


def _by_hand(api_url: str) -> str:
    return f"PREFECT_API_URL={api_url} prefect deployment run '{_flow_name()}/{MANUAL}'"


def _what_is_read(settings: Settings) -> str:
    """What the nights read: samples are not read again night by night without a word."""
    if settings.catalogue_path == packaged_catalogue(SAMPLES):
        return (
            "only the packaged samples, as no catalogue is set: FAZHI_CATALOGUE=live, or a file of your own"
        )
    return f"reads {settings.catalogue_path}"


def _flow_name() -> str:
    from flows.panel import FLOW_NAME

    return FLOW_NAME


def _serve(settings: Settings, console: Console) -> None:
    from prefect.client.orchestration import get_client

    from flows.dead_runs import install_automation, mark_runs_of_before
    from flows.serving.runner import run_until_ended
    from flows.serving.server_side import name_schedules

    with get_client(sync_client=True) as client:
        if not is_writing(settings.data_dir):
            mark_runs_of_before(client)
        name_schedules(client)
        deployments = _deployments(settings, client)
        for deployment in deployments:
            deployment.apply()
        install_automation(client)
    for line in read_back(settings):
        console.print(line, style="yellow", highlight=False, soft_wrap=True)
    run_until_ended(deployments)


def _deployments(settings: Settings, client: "SyncPrefectClient") -> "list[RunnerDeployment]":
    return [_deployment(one, _schedules(one, client), _what_is_read(settings)) for one in declared(settings)]


def _schedules(one: Declared, client: "SyncPrefectClient") -> "list[Schedule]":
    """The schedule of a deployment, whose name is its slug; one that somebody has paused stays paused."""
    from prefect.schedules import Cron

    if not one.cron:
        return []
    known = _schedules_there(one, client) or ()
    is_active = all(schedule.active for schedule in known if schedule.slug == one.name)
    return [Cron(one.cron, timezone=TIMEZONE, slug=one.name, active=is_active)]


def _schedules_there(one: Declared, client: "SyncPrefectClient") -> "Sequence[DeploymentSchedule] | None":
    """A deployment's schedules on the server; None where it is not deployed."""
    from prefect.exceptions import ObjectNotFound

    try:
        return client.read_deployment_by_name(f"{_flow(one).name}/{one.name}").schedules
    except ObjectNotFound:
        return None


def read_back(settings: Settings) -> list[str]:
    """How the server of PREFECT_API_URL differs from the settings, in lines; none if nothing is deployed."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        there = [(one, _schedules_there(one, client)) for one in declared(settings)]
    if all(found is None for _, found in there):
        return []
    return [line for one, found in there for line in _told(one, found)]


def _told(one: Declared, found: "Sequence[DeploymentSchedule] | None") -> Iterator[str]:
    return iter((f"{one.name}: is not deployed",)) if found is None else _differences(one, found)


def _differences(one: Declared, found: "Sequence[DeploymentSchedule]") -> Iterator[str]:
    """A line for each schedule that does not stand on the server as the code has it."""
    wanted = {one.name: f"{one.cron} {TIMEZONE}"} if one.cron else {}
    for schedule in found:
        when, here = _said(schedule), wanted.pop(schedule.slug or "", None)
        if here is None:
            yield f"{one.name}: keeps a schedule that was added on the server: {when}"
        elif when.removesuffix(_PAUSED) != here:
            yield f"{one.name}: its schedule is {when} on the server, {here} here: mend it on Prefect's page"
        elif not schedule.active:
            yield f"{one.name}: its schedule is paused on the server and stays so"
    for here in wanted.values():
        yield f"{one.name}: its schedule {here} is not on the server"


def _said(schedule: "DeploymentSchedule") -> str:
    when = schedule.schedule
    words = f"{getattr(when, 'cron', when)} {getattr(when, 'timezone', '')}"
    return words if schedule.active else f"{words}{_PAUSED}"


def _flow(one: Declared) -> "Flow[..., Any]":
    module, _, name = one.entrypoint.rpartition(".")
    return cast("Flow[..., Any]", getattr(import_module(module), name))


def _deployment(one: Declared, schedules: "list[Schedule]", read: str) -> "RunnerDeployment":
    """A deployment of a flow by its module's name, so that it runs in any folder."""
    from prefect.types.entrypoint import EntrypointType

    from flows.closed_deployment import ClosedDeployment

    return ClosedDeployment.from_flow(
        _flow(one),
        one.name,
        description=f"{one.description}: {read}" if one.name == NIGHTLY else one.description,
        schedules=schedules,
        parameters=dict(one.parameters),
        concurrency_limit=1,
        tags=[TAG, one.name],
        version=extraction_version()[:12],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )

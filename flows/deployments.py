"""What `fazhi serve` serves: the flow every night, and by hand from Prefect's UI, API or command line."""

from typing import TYPE_CHECKING, cast

from rich.console import Console

from flows.packaged import SAMPLES
from flows.run import prefect_server
from flows.settings import Settings, packaged_catalogue

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Schedule

TIMEZONE = "Asia/Shanghai"
NIGHTLY = "nightly"
MANUAL = "manual"
REVIEW = "review"


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
        console.print("Ctrl-C ends it.")
        _serve(settings)


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


def _serve(settings: Settings) -> None:
    from prefect import serve
    from prefect.schedules import Cron

    every_night = Cron(settings.schedule, timezone=TIMEZONE, slug=NIGHTLY)
    serve(
        _deployment(
            NIGHTLY, f"Every night, what has changed: {_what_is_read(settings)}", settings, every_night
        ),
        _deployment(MANUAL, "By hand: choose places, years, base year, catalogue", settings),
        _review_deployment(),
        limit=1,
        pause_on_shutdown=False,  # a restart must not leave the nights switched off
        print_starting_message=False,
    )


def _deployment(
    name: str, description: str, settings: Settings, *schedules: "Schedule"
) -> "RunnerDeployment":
    """A deployment of the flow by its module's name, so that it runs in any folder."""
    from prefect.types.entrypoint import EntrypointType

    from flows.panel import panel

    deployment = panel.to_deployment(
        name,
        description=description,
        schedules=list(schedules),
        parameters={"base_year": settings.base_year},
        concurrency_limit=1,
        tags=["fazhi"],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return cast("RunnerDeployment", deployment)


def _review_deployment() -> "RunnerDeployment":
    """The import of a reviewer's workbook that lies on this machine."""
    from prefect.types.entrypoint import EntrypointType

    from flows.review_flow import review

    deployment = review.to_deployment(
        REVIEW,
        description="By hand: import a reviewer's workbook by its path on the machine that serves",
        concurrency_limit=1,
        tags=["fazhi"],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return cast("RunnerDeployment", deployment)

"""Runs that Prefect believes to go on though their process has died: marked crashed, so that lists are true.

Whether somebody writes is decided by our own lock. Who holds it knows that no other run of these deployments
can be at work; Prefect itself would show a killed run as running for ever, and count it against the limit.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterTags,
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import PrefectException
from prefect.runtime import deployment, flow_run
from prefect.states import Crashed

from flows.deployments import TAG

AUTOMATION = "fazhi: mark runs crashed that are heard of no more"
_SILENCE = timedelta(seconds=120)  # four of the signs of life that `fazhi serve` asks for
LONGEST_START = timedelta(minutes=10)
_DEAD = "its process has died: the data folder was found free"
_ALIVE = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING]))


def mark_others_dead() -> None:
    """Mark the other runs of this run's deployment, as this one holds the lock; one by hand has none.

    Where Prefect cannot be asked nothing is said: its list of runs is not worth a night.
    """
    with suppress(httpx.HTTPError, PrefectException):
        # which deployment it is of, Prefect may have to ask its server as well
        if deployment.id:
            mark_dead_runs(UUID(str(deployment.id)), UUID(str(flow_run.id)))


def mark_dead_runs(of: UUID, own_run: UUID) -> int:
    """Mark a deployment's other runs that are said to be running as crashed. Returns how many.

    To be called by who holds the data folder's lock. A run that is about to begin (Pending) may be the next
    one, which finds the folder busy by itself: it is dead where it has been so for longer than starts take.
    """
    with get_client(sync_client=True) as client:
        ours = FlowRunFilter(state=_ALIVE, deployment_id=FlowRunFilterDeploymentId(any_=[of]))
        others = [run for run in client.read_flow_runs(flow_run_filter=ours) if run.id != own_run]
        return _mark(client, [run for run in others if not _may_begin(run, datetime.now(UTC))])


def mark_runs_of_before(client: SyncPrefectClient) -> int:
    """Mark what an earlier `fazhi serve` left, at the start of this one. Returns how many.

    Each holds the one place of its deployment, so that the next run might never begin and mark it. One that
    waits to begin (Pending) is dead as well, as who was to begin it has ended. To be called where nobody
    holds the data folder's lock.
    """
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    left = client.read_flow_runs(flow_run_filter=FlowRunFilter(state=_ALIVE), deployment_filter=ours)
    return _mark(client, left)


def _may_begin(run: FlowRun, now: datetime) -> bool:
    state = run.state
    return state is not None and state.is_pending() and now - state.timestamp < LONGEST_START


def _mark(client: SyncPrefectClient, dead: Sequence[FlowRun]) -> int:
    for run in dead:
        client.set_flow_run_state(run.id, Crashed(message=_DEAD), force=True)
    return len(dead)


def install_automation(client: SyncPrefectClient) -> None:
    """Have the server itself mark a run crashed of which nothing is heard for two minutes.

    As Prefect's documentation has it ("Detect zombie flows"). Installed again it stands there once.
    """
    wanted = AutomationCore(
        name=AUTOMATION,
        description="Installed by `fazhi serve`, which puts it back as it is here",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.heartbeat", *_ENDS},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            match_related=ResourceSpecification(
                {"prefect.resource.id": ["prefect.tag.fazhi"], "prefect.resource.role": "tag"}
            ),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=_SILENCE,
        ),
        actions=[
            ChangeFlowRunState(
                name="Crashed", state=StateType.CRASHED, message="heard of no more", force=False
            )
        ],
    )
    known = client.read_automations_by_name(AUTOMATION)
    for one in known[1:]:
        client.delete_automation(one.id)
    if known:
        client.update_automation(known[0].id, wanted)
    else:
        client.create_automation(wanted)


_ENDS = {
    f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed", "Cancelling")
}

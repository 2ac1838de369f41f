"""Runs that Prefect believes to go on though their process has died: marked crashed, so that lists are true.

Whether somebody writes is decided by our own lock. Who holds it knows that no other run of these deployments
can be at work; Prefect itself would show a killed run as running for ever, and count it against the limit.
"""

from datetime import timedelta
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.states import Crashed

AUTOMATION = "fazhi: mark runs crashed that are heard of no more"
_SILENCE = timedelta(seconds=120)  # four of the signs of life that `fazhi serve` asks for
_DEAD = "its process has died: the next run found the data folder free"


def mark_dead_runs(deployment: UUID, own_run: UUID) -> int:
    """Mark the deployment's other runs that are said to be running as crashed. Returns how many.

    To be called by who holds the data folder's lock. A run that waits to begin (Pending) is left alone: it
    may be the next one, which finds the folder busy by itself.
    """
    running = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING]))
    ours = FlowRunFilter(state=running, deployment_id=FlowRunFilterDeploymentId(any_=[deployment]))
    with get_client(sync_client=True) as client:
        dead = [run.id for run in client.read_flow_runs(flow_run_filter=ours) if run.id != own_run]
        for run in dead:
            client.set_flow_run_state(run, Crashed(message=_DEAD), force=True)
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

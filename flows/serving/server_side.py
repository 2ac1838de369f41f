"""What a Prefect server needs beside the deployments: asked for by `fazhi serve` and by prefect.yaml."""

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags

from flows.dead_runs import install_automation
from flows.deployments import TAG


def name_schedules(client: SyncPrefectClient) -> None:
    """Give a slug to each schedule of ours that has none: those that were added on Prefect's page.

    Where one has none, Prefect puts a deployment's schedules anew, and with that drops those that are not in
    the code and wakes those that were paused.
    """
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    for deployment in client.read_deployments(deployment_filter=ours):
        for schedule in deployment.schedules:
            if not schedule.slug:
                client.update_deployment_schedule(
                    deployment.id,
                    schedule.id,
                    slug=f"page-{str(schedule.id)[:8]}",
                    parameters=schedule.parameters,  # they would be put back to none
                )


def prepare() -> None:
    """Both on the server of PREFECT_API_URL, before it is deployed to."""
    with get_client(sync_client=True) as client:
        name_schedules(client)
        install_automation(client)

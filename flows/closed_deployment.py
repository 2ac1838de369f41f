"""A deployment of which the server takes no parameter that the flow does not have.

Prefect's schema of a flow's parameters leaves room for others, and a run that is asked for with a wrong name
ends as crashed, before the flow has a say. With none left open whoever asks is told at once.
"""

from typing import Any, Literal

from prefect import Flow
from prefect.deployments.runner import RunnerDeployment
from prefect.utilities.callables import ParameterSchema


class _NoOthers(ParameterSchema):
    additionalProperties: Literal[False]


class ClosedDeployment(RunnerDeployment):
    """As Prefect makes it from a flow, but for its schema's end."""

    def _set_defaults_from_flow(self, flow: Flow[..., Any]) -> None:
        super()._set_defaults_from_flow(flow)
        said = self._parameter_openapi_schema.model_dump(exclude_unset=True)
        self._parameter_openapi_schema = _NoOthers(**said, additionalProperties=False)

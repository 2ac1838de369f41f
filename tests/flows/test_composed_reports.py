"""The composed reports hold the accuracy reached: a change that loses figures or links fails here."""

from pathlib import Path

import pytest

from flows.evaluation import Evaluation, evaluate
from transform.rules import load_rules

REPORTS = Path(__file__).parent.parent / "reports"


@pytest.fixture(scope="module", params=["tuning", "held"])
def evaluation(request: pytest.FixtureRequest) -> Evaluation:
    return evaluate(REPORTS / request.param, load_rules())


def test_every_annotation_stands_in_its_page(evaluation: Evaluation) -> None:
    quotes = [fault for report in evaluation.reports for fault in report.faults if "quote" in fault]
    assert not quotes


def test_statements_are_found_and_none_invented(evaluation: Evaluation) -> None:
    assert evaluation.scores.statements.recall >= 0.99
    assert evaluation.scores.statements.precision >= 0.99


def test_links_to_metrics_are_right(evaluation: Evaluation) -> None:
    # links rest on words of real pages, not on these reports': a wrong one costs more than a missing one
    assert evaluation.scores.metrics.recall >= 0.7
    assert evaluation.scores.metrics.precision >= 0.94


@pytest.mark.parametrize("attribute", ["unit", "bound", "role", "direction", "year", "place"])
def test_attributes_are_right(evaluation: Evaluation, attribute: str) -> None:
    assert evaluation.scores.accuracy(attribute) >= 0.97

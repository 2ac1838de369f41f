"""The metric catalogue: all of it well formed, and clear words about what is not."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from load.labels import FAMILIES
from transform.linking.frames import frame_settings, names_in
from warehouse.errors import CatalogueError
from warehouse.metrics import (
    METRICS_FOLDER,
    load_lexicon,
    load_metrics,
    metric_named,
    parse_catalogue,
)
from warehouse.records import Metric
from warehouse.vocabulary import load_wording

METRICS = load_metrics()
CONTRACT = Path(__file__).parents[3] / "shared" / "contract" / "metrics.csv"
UNITS = load_wording("units")
KNOWN_UNITS = {unit for units in UNITS["classes"].values() for unit in units} | set(UNITS["canonical"])
BRACKETED = re.compile(r"（[批次件人户家]）次?")

ENTRY = """
[appearance_rate]
label_zh = "出庭应诉率"
label_en = "Appearance rate"
unit = "%"
kind = "rate"
better = "higher"
definition = "负责人出庭应诉的比率"
plausible = [0, 100]
frames = ["appeared ratio"]
"""


def entry(**changes: str | None) -> str:
    """The TOML of one metric, with lines replaced (a value) or left out (None)."""
    lines = [line for line in ENTRY.strip().splitlines() if line.partition(" = ")[0] not in changes]
    return "\n".join([*lines, *(f"{key} = {value}" for key, value in changes.items() if value is not None)])


def those(is_odd: Callable[[Metric], object]) -> list[str]:
    """The ids of the metrics that are odd."""
    return [metric.id for metric in METRICS if is_odd(metric)]


def test_ids_stand_once() -> None:
    assert [name for name, times in Counter(metric.id for metric in METRICS).items() if times > 1] == []


def test_every_family_has_a_name_that_people_read() -> None:
    assert {metric.family for metric in METRICS} == set(FAMILIES)


@pytest.mark.skipif(not CONTRACT.exists(), reason="the agreed list of metrics lies beside the checkout only")
def test_labels_units_and_definitions_are_the_agreed_ones() -> None:
    with CONTRACT.open(encoding="utf-8") as lines:
        agreed = {row.pop("id"): row for row in csv.DictReader(lines)}
    fields = ("family", "label_zh", "label_en", "unit", "kind", "better", "definition")
    ours = {metric.id: {field: getattr(metric, field) for field in fields} for metric in METRICS}
    assert {name: ours.get(name) for name in agreed} == agreed


def test_each_has_examples_for_and_against() -> None:
    assert those(lambda metric: len(metric.examples) < 3 or not metric.counter_examples) == []


def test_an_example_marks_at_most_one_figure() -> None:
    examples = [example for metric in METRICS for example in metric.examples]
    odd = [one for one in examples if (one.count("【"), one.count("】")) not in {(0, 0), (1, 1)}]
    assert odd == []


def test_units_are_known_and_hold_the_metric_s_own() -> None:
    units = {unit for metric in METRICS for unit in metric.units}
    assert {unit for unit in units if BRACKETED.sub("", unit) not in KNOWN_UNITS} == set()
    assert those(lambda metric: metric.unit not in metric.units) == []


def test_plausible_range() -> None:
    plausible = {metric.id: metric.plausible or (0, 0) for metric in METRICS}
    assert [name for name, (low, high) in plausible.items() if not 0 <= low < high] == []


def test_a_rate_stays_within_a_hundred() -> None:
    rates = [metric for metric in METRICS if metric.kind == "rate"]
    assert {(metric.unit, metric.plausible) for metric in rates} == {("%", (Decimal(0), Decimal(100)))}


def concepts_of(metric: Metric) -> set[str]:
    words = [word for frame in metric.frames for word in frame_settings(frame)[0]]
    framed = [name for word in words for name in names_in(word)]
    return {*framed, *metric.beside, *(metric.not_with or ()), *metric.not_by, *metric.not_under}


def test_every_concept_that_a_metric_names_is_in_the_lexicon() -> None:
    known = load_lexicon().kinds.keys()
    assert {metric.id: odd for metric in METRICS if (odd := concepts_of(metric) - known)} == {}


def test_reads_one_metric() -> None:
    (metric,) = parse_catalogue({"disputes.toml": ENTRY}).metrics
    assert (metric.id, metric.unit, metric.frames) == ("disputes.appearance_rate", "%", ("appeared ratio",))
    assert metric.plausible == (Decimal(0), Decimal(100))


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        pytest.param(entry(unit=None), r"\[appearance_rate\]: lacks unit", id="missing key"),
        pytest.param(entry(colour='"red"'), r"unknown key colour", id="unknown key"),
        pytest.param('label_zh = "出庭应诉率"', r"stands outside a metric's table", id="no table"),
        pytest.param(entry(reach='"far"'), r"reach is 'far'", id="no such reach"),
        pytest.param(entry(any_words='"yes"'), r"any_words is 'yes'", id="no truth"),
        pytest.param(entry(roles='["rang"]'), r"no role is rang", id="no such role"),
        pytest.param(entry(frames='"appeared"'), r"frames is no list", id="no list"),
        pytest.param("[appearance_rate\n", r"mend the TOML", id="broken TOML"),
        pytest.param(ENTRY + ENTRY, r"mend the TOML", id="the same table twice"),
    ],
)
def test_bad_catalogue(toml: str, words: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        parse_catalogue({"disputes.toml": toml})
    assert re.search(words, str(caught.value))
    assert "disputes.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        pytest.param(
            ENTRY.replace("plausible", 'share = "disputes.x"\nplausible'), "share names", id="share"
        ),
        pytest.param(ENTRY.replace("plausible", 'per = "disputes.x"\nplausible'), "per names", id="per"),
        pytest.param(f"{ENTRY}[lexicon.verb]\nheard = ['审理']", "no kind of concept is verb", id="lexicon"),
    ],
)
def test_bad_catalogue_as_a_whole(toml: str, words: str) -> None:
    with pytest.raises(CatalogueError, match=words):
        parse_catalogue({f"{METRICS_FOLDER}/disputes.toml": toml})


@pytest.mark.parametrize(
    "name",
    [
        "disputes.appearance_rate",
        "行政机关负责人出庭应诉率",
        "行政机关 负责人出庭应诉率",
        "DISPUTES.APPEARANCE_RATE",
    ],
)
def test_a_metric_by_id_or_label(name: str) -> None:
    assert metric_named(name).id == "disputes.appearance_rate"


@pytest.mark.parametrize("name", ["出庭应诉率", "出庭律", "disputes.apearance_rate", "负责人出庭应诉率"])
def test_a_wrong_name_is_told_its_neighbours(name: str) -> None:
    with pytest.raises(CatalogueError, match=r"disputes\.appearance_rate 行政机关负责人出庭应诉率"):
        metric_named(name)

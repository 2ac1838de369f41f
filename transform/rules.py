"""All that reading a report needs to know, compiled once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from transform.linking import Frames, compile_frames
from transform.linking.suggestions import LabelIndex, index_labels
from warehouse.lexicon import Lexicon
from warehouse.metrics import load_lexicon, load_metrics
from warehouse.places import Gazetteer, load_places
from warehouse.records import Metric


@dataclass(frozen=True, slots=True)
class Rules:
    """Metrics by id, their frames, the labels for suggestions, and the places."""

    metrics: dict[str, Metric]
    frames: Frames
    labels: LabelIndex
    by_unit: dict[str, frozenset[str]]
    gazetteer: Gazetteer


def compile_rules(metrics: Iterable[Metric], lexicon: Lexicon, gazetteer: Gazetteer) -> Rules:
    """Compile a metric catalogue. Raises CatalogueError naming the metric whose frame names no concept."""
    listed = {metric.id: metric for metric in metrics}
    by_unit = {
        unit: frozenset(name for name, metric in listed.items() if unit in (metric.units or (metric.unit,)))
        for unit in {unit for metric in listed.values() for unit in (metric.units or (metric.unit,))}
    }
    frames = compile_frames(listed.values(), lexicon, gazetteer.names())
    return Rules(listed, frames, index_labels(listed.values()), by_unit, gazetteer)


@cache
def load_rules() -> Rules:
    """The packaged catalogue and gazetteer, compiled once a process."""
    return compile_rules(load_metrics(), load_lexicon(), load_places())

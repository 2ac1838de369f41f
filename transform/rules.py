"""The metric catalogue compiled once: patterns over masked text, units, topics."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from transform.anchors import PatternIndex, index_patterns
from transform.suggestions import LabelIndex, index_labels
from warehouse.errors import CatalogueError
from warehouse.metrics import load_metrics
from warehouse.places import Gazetteer, load_places
from warehouse.records import Metric

FIGURE = "#"
_GAP = "[^，；。：！？#\n]{0,28}?"
_ANY = "[^，；。：！？#\n]"
_SPECIAL = re.compile(r"\\.|\.\*|\.")


@dataclass(frozen=True, slots=True)
class Rule:
    """One wording of one metric. `name` is what a statement's `rule` column shows."""

    name: str
    metric: str
    pattern: re.Pattern[str]
    names_figure: bool
    needs_topic: bool


@dataclass(frozen=True, slots=True)
class MetricRules:
    """What decides over a metric's links beside its wordings."""

    metric: Metric
    units: frozenset[str]
    topic: re.Pattern[str] | None
    not_near: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Rules:
    """All that reading a report needs to know, compiled."""

    rules: tuple[Rule, ...]
    metrics: dict[str, MetricRules]
    gazetteer: Gazetteer
    index: PatternIndex
    labels: LabelIndex
    by_unit: dict[str, frozenset[str]]


def compile_pattern(pattern: str, where: str) -> re.Pattern[str]:
    """A catalogue pattern as a bounded regex: `.*` and `.` stay within a clause and do not cross a figure.

    `(#)`, or the first `#` where no group marks one, becomes the group `figure`. Raises CatalogueError where
    the pattern is no regex.
    """
    bounded = _SPECIAL.sub(
        lambda m: _GAP if m.group() == ".*" else _ANY if m.group() == "." else m.group(), pattern
    )
    # 收案：64件, 收案（64件）: a mark may stand between a noun and its figure
    named = "[：（]?(?P<figure>#)"
    marked = bounded.replace("(#)", named, 1)
    if marked == bounded:
        marked = _first_figure(bounded, named)
    try:
        return re.compile(marked)
    except re.error as error:
        raise CatalogueError(f"pattern {pattern}: {error}", where, "mend the pattern") from error


def _first_figure(pattern: str, named: str) -> str:
    inside = False
    for position, character in enumerate(pattern):
        if character in "[]":
            inside = character == "["
        elif character == FIGURE and not inside:
            return pattern[:position] + named + pattern[position + 1 :]
    return pattern


def _either(patterns: tuple[str, ...], where: str) -> re.Pattern[str] | None:
    return compile_pattern("|".join(f"(?:{p})" for p in patterns), where) if patterns else None


def compile_rules(metrics: Iterable[Metric], gazetteer: Gazetteer) -> Rules:
    """Compile a metric catalogue. Raises CatalogueError naming the metric whose pattern is no regex."""
    rules: list[Rule] = []
    decided: dict[str, MetricRules] = {}
    for metric in metrics:
        units = frozenset(metric.units or (metric.unit,))
        decided[metric.id] = MetricRules(
            metric, units, _either(metric.topic, metric.id), _either(metric.not_near, metric.id)
        )
        for key, patterns in (("phrases", metric.phrases), ("words", metric.words)):
            for number, pattern in enumerate(patterns):
                compiled = compile_pattern(pattern, metric.id)
                name = f"{metric.id}:{key}[{number}]"
                rules.append(Rule(name, metric.id, compiled, "figure" in compiled.groupindex, key == "words"))
    index = index_patterns([rule.pattern.pattern for rule in rules])
    labels = index_labels(each.metric for each in decided.values())
    return Rules(tuple(rules), decided, gazetteer, index, labels, _metrics_by_unit(decided))


def _metrics_by_unit(decided: dict[str, MetricRules]) -> dict[str, frozenset[str]]:
    units = {unit for each in decided.values() for unit in each.units}
    return {unit: frozenset(name for name, each in decided.items() if unit in each.units) for unit in units}


@cache
def load_rules() -> Rules:
    """The packaged catalogue and gazetteer, compiled once a process."""
    return compile_rules(load_metrics(), load_places())

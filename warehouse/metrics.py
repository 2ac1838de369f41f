"""The metric catalogue: `metrics/*.toml`, one file a family, one table a metric."""

import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from warehouse.errors import CatalogueError
from warehouse.records import Metric

_REQUIRED = {"label_zh", "label_en", "unit", "kind", "better", "definition"}
_OF = {"place", "government"}
_LISTS = {"units", "phrases", "topic", "words", "not_near", "examples", "counter_examples"}


def parse_metrics(family: str, toml: str, where: str) -> tuple[Metric, ...]:
    """Read one family's TOML. Raises CatalogueError naming the metric and the key that is wrong."""
    try:
        tables = tomllib.loads(toml, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(str(error), where, "mend the TOML") from error
    return tuple(_metric(family, name, table, f"{where} [{name}]") for name, table in tables.items())


def _metric(family: str, name: str, table: Any, where: str) -> Metric:
    if not isinstance(table, dict):
        raise CatalogueError("stands outside a metric's table", where, "put it under a [metric] head")
    if missing := _REQUIRED - table.keys():
        raise CatalogueError(f"lacks {', '.join(sorted(missing))}", where, "add what is missing")
    if unknown := table.keys() - _REQUIRED - _LISTS - {"plausible", "of", "per"}:
        raise CatalogueError(
            f"unknown key {', '.join(sorted(unknown))}", where, "see docs/metrics.md for the keys"
        )
    for key in _LISTS & table.keys():
        if not isinstance(table[key], list) or not all(isinstance(item, str) for item in table[key]):
            raise CatalogueError(f"{key} is no list of texts", where, f'write {key} = ["…"]')
    lists = {key: tuple(table.get(key, ())) for key in _LISTS}
    fields: dict[str, Any] = lists | {key: table[key] for key in _REQUIRED}
    if "plausible" in table:
        fields["plausible"] = _plausible(table["plausible"], where)
    if (of := table.get("of", "place")) not in _OF:
        raise CatalogueError(f"of is {of!r}", where, f"write one of {', '.join(sorted(_OF))}")
    if not isinstance(per := table.get("per", ""), str):
        raise CatalogueError(f"per is {per!r}", where, 'write the whole\'s id: per = "family.metric"')
    return Metric(id=f"{family}.{name}", family=family, of=of, per=per, **fields)


def _plausible(pair: Any, where: str) -> tuple[Decimal, Decimal]:
    if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(n, int | Decimal) for n in pair):
        raise CatalogueError("plausible is no pair of numbers", where, "write plausible = [low, high]")
    return Decimal(pair[0]), Decimal(pair[1])


@cache
def load_metrics() -> tuple[Metric, ...]:
    """All metrics of the packaged catalogue, in the order of files and tables."""
    folder = files("warehouse") / "metrics"
    sources = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name
    )
    found = _unique(metric for entry in sources for metric in _of_file(entry.name, entry.read_text("utf-8")))
    return with_known_wholes(tuple(found))


def with_known_wholes(metrics: tuple[Metric, ...]) -> tuple[Metric, ...]:
    """The metrics, each `per` of which names another of them with the same unit. Raises CatalogueError."""
    units = {metric.id: metric.unit for metric in metrics}
    for metric in metrics:
        if metric.per and (metric.per == metric.id or units.get(metric.per) != metric.unit):
            what = f"per names {metric.per}, which is no other metric in {metric.unit}"
            raise CatalogueError(what, metric.id, "name the count that it is a part of")
    return metrics


def _of_file(name: str, toml: str) -> tuple[Metric, ...]:
    return parse_metrics(name.removesuffix(".toml"), toml, f"warehouse/metrics/{name}")


def _unique(metrics: Iterable[Metric]) -> Iterable[Metric]:
    seen: set[str] = set()
    for metric in metrics:
        if metric.id in seen:
            raise CatalogueError("stands twice", metric.id, "keep one of the two")
        seen.add(metric.id)
        yield metric

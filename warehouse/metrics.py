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
    if unknown := table.keys() - _REQUIRED - _LISTS - {"plausible"}:
        raise CatalogueError(f"unknown key {', '.join(sorted(unknown))}", where, "see docs/metrics.md for the keys")
    fields = {key: tuple(table.get(key, ())) for key in _LISTS} | {key: table[key] for key in _REQUIRED}
    if "plausible" in table:
        low, high = table["plausible"]
        fields["plausible"] = (Decimal(low), Decimal(high))
    return Metric(id=f"{family}.{name}", family=family, **fields)


@cache
def load_metrics() -> tuple[Metric, ...]:
    """All metrics of the packaged catalogue, in the order of files and tables."""
    folder = files("warehouse") / "metrics"
    sources = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name)
    return tuple(_unique(metric for entry in sources for metric in _of_file(entry.name, entry.read_text("utf-8"))))


def _of_file(name: str, toml: str) -> tuple[Metric, ...]:
    return parse_metrics(name.removesuffix(".toml"), toml, f"warehouse/metrics/{name}")


def _unique(metrics: Iterable[Metric]) -> Iterable[Metric]:
    seen: set[str] = set()
    for metric in metrics:
        if metric.id in seen:
            raise CatalogueError("stands twice", metric.id, "keep one of the two")
        seen.add(metric.id)
        yield metric

"""The metric catalogue: `metrics/*.toml`, one file a family, one table a metric, and the words they share."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from warehouse.errors import CatalogueError
from warehouse.lexicon import Lexicon, build_lexicon
from warehouse.records import Metric, Role
from warehouse.units import PER_CENT

LEXICON_FILE = "warehouse/lexicon.toml"
METRICS_FOLDER = "warehouse/metrics"
_REQUIRED = {"label_zh", "label_en", "unit", "kind", "better", "definition"}
_LISTS = {
    "units",
    "frames",
    "beside",
    "not_with",
    "not_by",
    "not_under",
    "by_unit",
    "roles",
    "examples",
    "counter_examples",
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "of": ("place", "government"),
    "reach": ("own", "clause", "sentence", "paragraph", "heading"),
}
_IDS = {
    "per": 'write the whole\'s id: per = "family.metric"',
    "share": 'write the rate\'s id: share = "family.metric"',
    "stock": 'write the stock\'s id: stock = "family.metric"',
    "ended": 'write the id of what was ended: ended = "family.metric"',
}
_KEYS = _REQUIRED | _LISTS | _CHOICES.keys() | _IDS.keys() | {"plausible", "any_words"}
UNREAD = frozenset(
    ("label_en", "better", "definition", "plausible", "examples", "counter_examples", "of", "per")
)
"""What of a metric no reading asks."""
NAMES_ANOTHER = frozenset(_IDS) - UNREAD
"""Where a metric names another one for the figures that reading links by its own."""
LEXICON = "lexicon"
"""The table of a family's file that is no metric: words that its metrics alone use."""


def _metrics(family: str, tables: Mapping[str, Any], where: str) -> tuple[Metric, ...]:
    return tuple(
        _metric(family, name, table, f"{where} [{name}]") for name, table in tables.items() if name != LEXICON
    )


def _parsed(toml: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(toml, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(str(error), where, "mend the TOML") from error


def _metric(family: str, name: str, table: Any, where: str) -> Metric:
    if not isinstance(table, dict):
        raise CatalogueError("stands outside a metric's table", where, "put it under a [metric] head")
    if missing := _REQUIRED - table.keys():
        raise CatalogueError(f"lacks {', '.join(sorted(missing))}", where, "add what is missing")
    if unknown := table.keys() - _KEYS:
        raise CatalogueError(
            f"unknown key {', '.join(sorted(unknown))}", where, "see docs/metrics.md for the keys"
        )
    fields: dict[str, Any] = {key: value for key, value in table.items() if key not in _LISTS}
    for key in _LISTS & table.keys():
        fields[key] = _texts(key, table[key], where)
    if "plausible" in table:
        fields["plausible"] = _plausible(table["plausible"], where)
    _check_words(table, where)
    return Metric(id=f"{family}.{name}", family=family, **fields)


def _texts(key: str, value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise CatalogueError(f"{key} is no list of texts", where, f'write {key} = ["…"]')
    if key == "roles" and (unknown := set(value) - set(Role)):
        raise CatalogueError(f"no role is {', '.join(unknown)}", where, f"one of {', '.join(Role)}")
    return tuple(value)


def _check_words(table: Mapping[str, Any], where: str) -> None:
    for key, choices in _CHOICES.items():
        if table.get(key, choices[0]) not in choices:
            raise CatalogueError(f"{key} is {table[key]!r}", where, f"write one of {', '.join(choices)}")
    for key, way_out in _IDS.items():
        if not isinstance(table.get(key, ""), str):
            raise CatalogueError(f"{key} is {table[key]!r}", where, way_out)
    if not isinstance(table.get("any_words", False), bool):
        raise CatalogueError(f"any_words is {table['any_words']!r}", where, "write true or false")


def _plausible(pair: Any, where: str) -> tuple[Decimal, Decimal]:
    if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(n, int | Decimal) for n in pair):
        raise CatalogueError("plausible is no pair of numbers", where, "write plausible = [low, high]")
    return Decimal(pair[0]), Decimal(pair[1])


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The metrics, in the order of files and tables, and the lexicon that their frames speak in."""

    metrics: tuple[Metric, ...]
    lexicon: Lexicon


Tables = Mapping[str, Mapping[str, Any]]
"""The files of a catalogue, parsed, by their paths."""


def parse_catalogue(texts: Mapping[str, str]) -> Catalogue:
    """Read a catalogue's TOML by path (warehouse/lexicon.toml, warehouse/metrics/disputes.toml).

    Raises CatalogueError naming the file, the metric and the key that is wrong.
    """
    return catalogue_of(parse_tables(texts))


def parse_tables(texts: Mapping[str, str]) -> Tables:
    """A catalogue's TOML by path, parsed. Raises CatalogueError naming the file."""
    return {where: _parsed(toml, where) for where, toml in texts.items()}


def catalogue_of(tables: Tables) -> Catalogue:
    """The catalogue of parsed files. Raises CatalogueError naming the file, the metric and the wrong key."""
    return Catalogue(_metrics_of(tables), _lexicon_of(tables))


def _metrics_of(tables: Tables) -> tuple[Metric, ...]:
    families = ((PurePosixPath(where).stem, where) for where in tables if where != LEXICON_FILE)
    metrics = (metric for family, where in families for metric in _metrics(family, tables[where], where))
    return _with_known_wholes(tuple(_unique(metrics)))


def _lexicon_of(tables: Tables, characters: frozenset[str] | None = None) -> Lexicon:
    listed = (
        (where, table if where == LEXICON_FILE else table.get(LEXICON, {})) for where, table in tables.items()
    )
    return build_lexicon(listed, characters)


def load_texts() -> dict[str, str]:
    """The files of the packaged catalogue as `parse_catalogue` takes them."""
    return dict(_files())


@cache
def load_tables() -> Tables:
    """The files of the packaged catalogue, parsed."""
    return {where: _parsed(toml, where) for where, toml in _files()}


@cache
def load_metrics() -> tuple[Metric, ...]:
    """All metrics of the packaged catalogue, in the order of files and tables."""
    return _metrics_of(load_tables())


@cache
def load_lexicon() -> Lexicon:
    """The packaged lexicon: the words that families share, and those of each.

    Apart from the metrics, as most commands name metrics and never look for words.
    """
    return _lexicon_of(load_tables())


def lexicon_within(characters: frozenset[str]) -> Lexicon:
    """The packaged lexicon with those words alone that are made of these characters."""
    return _lexicon_of(load_tables(), characters)


def load_catalogue() -> Catalogue:
    """The packaged catalogue."""
    return Catalogue(load_metrics(), load_lexicon())


def metric_named(name: str) -> Metric:
    """The metric of the packaged catalogue that an id or a label, Chinese or English, names.

    Raises CatalogueError for a name of none, with the nearest.
    """
    named = {_plain(word): metric for metric in load_metrics() for word in (metric.id, *_labels(metric))}
    if found := named.get(_plain(name)):
        return found
    words = (*_sharing(_plain(name), named)[:4], *get_close_matches(_plain(name), named, n=4, cutoff=0.4))
    near = list(dict.fromkeys(f"{named[word].id} {named[word].label_zh}" for word in words))[:4]
    way_out = f"near it: {', '.join(near)}" if near else "`fazhi metrics list` has them"
    raise CatalogueError("no such metric", name, way_out)


def _sharing(name: str, words: Iterable[str]) -> list[str]:
    """The words that hold the name, or else its longest piece that any of them holds.

    >>> _sharing("应诉律", ["败诉率", "应诉率"])
    ['应诉率']
    """
    shortest = 4 if name.isascii() else 2
    for size in range(len(name), shortest - 1, -1):
        pieces = {name[start : start + size] for start in range(len(name) - size + 1)}
        if found := [word for word in words if any(piece in word for piece in pieces)]:
            return found
    return []


def _labels(metric: Metric) -> tuple[str, str]:
    return metric.label_zh, metric.label_en


def _plain(name: str) -> str:
    return "".join(name.split()).lower()


def _files() -> Iterator[tuple[str, str]]:
    yield LEXICON_FILE, (files("warehouse") / "lexicon.toml").read_text("utf-8")
    folder = files("warehouse") / "metrics"
    entries = (entry for entry in folder.iterdir() if entry.name.endswith(".toml"))
    for entry in sorted(entries, key=lambda entry: entry.name):
        yield f"{METRICS_FOLDER}/{entry.name}", entry.read_text("utf-8")


def _with_known_wholes(metrics: tuple[Metric, ...]) -> tuple[Metric, ...]:
    """The metrics, if each `per`, `stock` and `ended` names one in the same unit, and each `share` a rate.

    Raises CatalogueError naming the metric that does not.
    """
    units = {metric.id: metric.unit for metric in metrics}
    for metric in metrics:
        if metric.per and (metric.per == metric.id or units.get(metric.per) != metric.unit):
            what = f"per names {metric.per}, which is no other metric in {metric.unit}"
            raise CatalogueError(what, metric.id, "name the count that it is a part of")
        if metric.share and units.get(metric.share) != PER_CENT:
            raise CatalogueError(f"share names {metric.share}, which is no rate", metric.id, "name a rate")
        if metric.stock and units.get(metric.stock) != metric.unit:
            what = f"stock names {metric.stock}, which is no metric in {metric.unit}"
            raise CatalogueError(what, metric.id, "name the count of all that there are")
        if metric.ended and units.get(metric.ended) != metric.unit:
            what = f"ended names {metric.ended}, which is no metric in {metric.unit}"
            raise CatalogueError(what, metric.id, "name the count of what was ended")
    return metrics


def _unique(metrics: Iterable[Metric]) -> Iterable[Metric]:
    seen: set[str] = set()
    for metric in metrics:
        if metric.id in seen:
            raise CatalogueError("stands twice", metric.id, "keep one of the two")
        seen.add(metric.id)
        yield metric

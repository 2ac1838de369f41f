"""A few shards of many reports, so that a run makes few task runs whatever the corpus."""

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from warehouse.records import CatalogueEntry

T = TypeVar("T")

MOST_SHARDS = 24
_SMALLEST = 16
MOST_FETCH_SHARDS = 8
_FEWEST_HOSTS = 128


def shards_of(things: Sequence[T]) -> list[Sequence[T]]:
    """Cut `things` into at most 24 runs of neighbours, none but the last under 16 long; none for nothing.

    >>> [len(shard) for shard in shards_of(range(40))]
    [16, 16, 8]
    >>> len(shards_of(range(38_000)))
    24
    """
    size = max(_SMALLEST, -(-len(things) // MOST_SHARDS))
    return [things[start : start + size] for start in range(0, len(things), size)]


def host_shards(entries: Sequence[CatalogueEntry]) -> list[list[CatalogueEntry]]:
    """Cut reports into at most 8 shards of whole hosts, none but the last with fewer than 128 of them.

    A host in two shards would be asked for its robots.txt twice; shards of few hosts would be slow.
    """
    hosts: dict[str, list[CatalogueEntry]] = {}
    for entry in entries:
        hosts.setdefault(urlsplit(entry.url).hostname or "", []).append(entry)
    groups = list(hosts.values())
    size = max(_FEWEST_HOSTS, -(-len(groups) // MOST_FETCH_SHARDS))
    cuts = [groups[start : start + size] for start in range(0, len(groups), size)]
    return [[entry for group in cut for entry in group] for cut in cuts]

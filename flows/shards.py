"""A few shards of many reports, so that a run makes few task runs whatever the corpus."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")

MOST_SHARDS = 24
_SMALLEST = 48
"""As each is held against what was read before, which takes as long as to read ten reports."""
MOST_FETCH_SHARDS = 8
_FEWEST_HOSTS = 128


def shards_of(things: Sequence[T]) -> list[Sequence[T]]:
    """Cut `things` into at most 24 runs of neighbours, none but the last under 48 long; none for nothing.

    >>> [len(shard) for shard in shards_of(range(120))]
    [48, 48, 24]
    >>> len(shards_of(range(38_000)))
    24
    """
    size = max(_SMALLEST, -(-len(things) // MOST_SHARDS))
    return [things[start : start + size] for start in range(0, len(things), size)]


def host_shards(things: Sequence[T], address: Callable[[T], str]) -> list[list[T]]:
    """Cut reports or index pages into at most 8 shards of whole hosts, none but the last with fewer than 128.

    A host in two shards would be asked for its robots.txt twice; shards of few hosts would be slow.
    """
    hosts: dict[str, list[T]] = {}
    for thing in things:
        hosts.setdefault(urlsplit(address(thing)).hostname or "", []).append(thing)
    groups = list(hosts.values())
    size = max(_FEWEST_HOSTS, -(-len(groups) // MOST_FETCH_SHARDS))
    cuts = [groups[start : start + size] for start in range(0, len(groups), size)]
    return [[thing for group in cut for thing in group] for cut in cuts]

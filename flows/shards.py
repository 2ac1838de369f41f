"""A few shards of many reports, so that a run makes few task runs whatever the corpus."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

MOST_SHARDS = 24
_SMALLEST = 16


def shards_of(things: Sequence[T]) -> list[Sequence[T]]:
    """Cut `things` into at most 24 runs of neighbours, none but the last under 16 long; none for nothing.

    >>> [len(shard) for shard in shards_of(range(40))]
    [16, 16, 8]
    >>> len(shards_of(range(38_000)))
    24
    """
    size = max(_SMALLEST, -(-len(things) // MOST_SHARDS))
    return [things[start : start + size] for start in range(0, len(things), size)]

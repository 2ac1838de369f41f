"""A metric that an unlinked figure may be, for the reviewer to decide; never a link.

Pairs of characters find the right one of near metrics first in three of four paraphrases, and cost next to
nothing, since an index by pair tells which labels share any.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from warehouse.records import Metric

_WORDS = re.compile(r"[\u4e00-\u9fff]+")
_EMPTY = re.compile(r"其中|全年|今年|共|累计|全[市县区省州]|达到?|完成|开展|组织|分别|均|的|了|数")
_REACH = 18
_LEAST = 0.4


@dataclass(frozen=True, slots=True)
class LabelIndex:
    """Which metrics' labels and definitions hold a pair of characters, and how many pairs each label has."""

    metrics: dict[str, tuple[str, ...]]
    sizes: dict[str, int]

    def nearest(self, before: str, after: str, fitting: frozenset[str]) -> tuple[str, ...]:
        """The fitting metrics that share most pairs with the words round a figure, best first.

        The share is that of the label's pairs; those that share too few are left out.
        """
        shared = Counter(
            metric
            for pair in _pairs(before[-_REACH:] + after[:_REACH])
            for metric in self.metrics.get(pair, ())
            if metric in fitting
        )
        ranked = sorted(
            ((count / self.sizes[metric], metric) for metric, count in shared.items()), reverse=True
        )
        return tuple(metric for share, metric in ranked if share >= _LEAST)


def index_labels(metrics: Iterable[Metric]) -> LabelIndex:
    """Index the Chinese labels of a metric catalogue by their pairs of characters."""
    holders: dict[str, list[str]] = defaultdict(list)
    sizes: dict[str, int] = {}
    for metric in metrics:
        pairs = _pairs(metric.label_zh)
        sizes[metric.id] = max(len(pairs), 1)
        for pair in pairs:
            holders[pair].append(metric.id)
    return LabelIndex({pair: tuple(ids) for pair, ids in holders.items()}, sizes)


def _pairs(words: str) -> frozenset[str]:
    plain = _EMPTY.sub("", "".join(_WORDS.findall(words)))
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))

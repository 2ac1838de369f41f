"""Which parts of the sentences hold which pair of characters: what the search asks before it loads a part.

Chinese has no spaces to cut words at; a word of n characters occurs only where its n - 1 pairs do. For each
pair the numbers of the parts that hold it are kept as differences, or 0 for one that most parts hold: to look
there saves nothing. The pairs lie in files by their first character, so that a word asks for few of them.
"""

from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise

_MOST_BYTES = 100_000  # of a file, on the average
_BYTES_OF_A_PAIR = 12
_ANYWHERE = 0


def pairs_in(texts: Iterable[str]) -> set[str]:
    """The pairs of neighbouring characters, in lower case; a space parts words and is in no pair."""
    return {
        first + second for text in texts for word in text.lower().split() for first, second in pairwise(word)
    }


class PairIndex:
    """The pairs of each part, and the files made of them."""

    def __init__(self) -> None:
        self._parts_of: dict[str, array[int]] = {}
        self._parts = 0

    def add(self, pairs: Iterable[str]) -> None:
        """Add the pairs of the next part."""
        for pair in pairs:
            self._parts_of.setdefault(pair, array("L")).append(self._parts)
        self._parts += 1

    def files(self, order: Sequence[int]) -> list[dict[str, int | list[int]]]:
        """What each file says of its pairs; `order` has the parts as the search numbers them.

        A pair lies in the file whose number is its first character's code point modulo the number of files.
        """
        number_of = {part: number for number, part in enumerate(order)}
        entries = {
            pair: _known(sorted(number_of[part] for part in parts), len(order))
            for pair, parts in sorted(self._parts_of.items())
        }
        size = sum(_BYTES_OF_A_PAIR + 2 * len(known or ()) for known in entries.values())
        files: list[dict[str, int | list[int]]] = [{} for _ in range(1 + size // _MOST_BYTES)]
        for pair, known in entries.items():
            files[ord(pair[0]) % len(files)][pair] = known or _ANYWHERE
        return files


def _known(parts: Sequence[int], of: int) -> list[int]:
    """The differences between the parts' numbers; empty where looking everywhere is as good."""
    return [] if 2 * len(parts) > of else [after - before for before, after in pairwise([0, *parts])]

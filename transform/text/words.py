"""Where words stand in a text: one pass finds them all, by the automaton of Aho and Corasick.

daachorse makes the lexicon's in a fifth of the time that ahocorasick-rs takes, but has no wheel for Linux on
other processors than x86-64: there the other one stands in. Both say the same. As but one of them need be
there, each is imported where it is called for.
"""

from collections.abc import Callable, Sequence

Finder = Callable[[str], list[tuple[int, int, int]]]
"""Start, end and number of each word that stands in a text."""


def longest_words(words: Sequence[str]) -> Finder:
    """Finds words that do not overlap: the first that begins, of several that begin there the longest.

    >>> longest_words(["复议", "行政复议", "议案"])("行政复议案")
    [(0, 4, 1)]
    """
    try:
        from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick
    except ImportError:
        return longest_words_elsewhere(words)
    return CharwiseDoubleArrayAhoCorasick(list(words), MATCH_KIND_LEFTMOST_LONGEST).find


def all_words(words: Sequence[str]) -> Finder:
    """Finds all words, also those that overlap, by where they end.

    >>> all_words(["复议", "行政复议", "议案"])("行政复议案")
    [(0, 4, 1), (2, 4, 0), (3, 5, 2)]
    """
    try:
        from daachorse import CharwiseDoubleArrayAhoCorasick
    except ImportError:
        return all_words_elsewhere(words)
    return CharwiseDoubleArrayAhoCorasick(list(words)).find_overlapping


def longest_words_elsewhere(words: Sequence[str]) -> Finder:
    """As `longest_words`, by ahocorasick-rs."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    matcher = AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest)
    return lambda text: [(start, end, number) for number, start, end in matcher.find_matches_as_indexes(text)]


def all_words_elsewhere(words: Sequence[str]) -> Finder:
    """As `all_words`, by ahocorasick-rs."""
    from ahocorasick_rs import AhoCorasick

    matcher = AhoCorasick(list(words))

    def find(text: str) -> list[tuple[int, int, int]]:
        found = matcher.find_matches_as_indexes(text, overlapping=True)
        return [(start, end, number) for number, start, end in found]

    return find

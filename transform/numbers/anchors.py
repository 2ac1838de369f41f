"""Which of many patterns can match a text at all: each needs one of its literal words to stand there.

A report meets some thousand patterns of which a few dozen speak of what its paragraph says; running all of
them cost nine tenths of the reading time.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

Words = frozenset[str]
_QUANTIFIER = re.compile(r"[*+?]\??|\{(\d*),?\d*\}\??")
_MOST_CHARACTERS = 16
"""Characters of a class that are looked for each by itself."""
# [^。], [a-z], [\d]
_NO_LIST = re.compile(r"[-\\\[\]^]")
_GROUP = re.compile(r"\((?:\?(?::|P<\w+>|(?P<look><?[=!])|[a-z]+\)))?")


def anchors_of(pattern: str) -> Words | None:
    """Words of which at least one stands in every match of a regex; None where there is no such set.

    >>> sorted(anchors_of("(收到|新收).*复议(申请)?") or ())
    ['复议']
    """
    words, _ = _alternation(pattern, 0)
    return words


def _alternation(pattern: str, position: int) -> tuple[Words | None, int]:
    found: list[Words | None] = []
    while True:
        words, position = _sequence(pattern, position)
        found.append(words)
        if position >= len(pattern) or pattern[position] != "|":
            break
        position += 1
    if any(words is None for words in found):
        return None, position
    return frozenset().union(*(words for words in found if words)), position


def _sequence(pattern: str, position: int) -> tuple[Words | None, int]:
    """The best anchors among the parts that must stand: the longest words, then the fewest."""
    best: Words | None = None
    run = ""
    while position < len(pattern) and pattern[position] not in "|)":
        part, literal, position = _part(pattern, position)
        optional, position = _quantified(pattern, position)
        if literal and not optional:
            run += literal
            continue
        best, run = _better(best, frozenset({run}) if run else None), ""
        if not optional:
            best = _better(best, part)
    return _better(best, frozenset({run}) if run else None), position


def _part(pattern: str, position: int) -> tuple[Words | None, str, int]:
    """One part of a sequence: a group's anchors, or a literal character, or neither."""
    character = pattern[position]
    if character == "(":
        opening = _GROUP.match(pattern, position)
        end = opening.end() if opening else position + 1
        if opening and opening.group().endswith(")"):
            return None, "", end
        words, end = _alternation(pattern, end)
        return (None if opening and opening["look"] else words), "", end + 1
    if character == "[":
        end = _after_class(pattern, position)
        return _characters_of(pattern[position + 1 : end - 1]), "", end
    if character == "\\":
        escaped = pattern[position + 1 : position + 2]
        return None, "" if escaped.isalnum() else escaped, position + 2
    return None, "" if character in ".^$" else character, position + 1


def _characters_of(listed: str) -> Words | None:
    """The characters of a class that names a few one by one, which are words too."""
    is_list = len(listed) <= _MOST_CHARACTERS and not _NO_LIST.search(listed)
    return frozenset(listed) if is_list else None


def _after_class(pattern: str, position: int) -> int:
    position += 2 if pattern[position + 1 : position + 2] in {"]", "^"} else 1
    while position < len(pattern) and pattern[position] != "]":
        position += 2 if pattern[position] == "\\" else 1
    return position + 1


def _quantified(pattern: str, position: int) -> tuple[bool, int]:
    """Whether what stands before `position` may be missing, and where its quantifier ends."""
    match = _QUANTIFIER.match(pattern, position)
    if not match:
        return False, position
    least = match.group(1)
    return match.group()[0] in "*?" or (match.group()[0] == "{" and least in {"", "0"}), match.end()


def _better(one: Words | None, other: Words | None) -> Words | None:
    if not one or not other:
        return one or other
    rank = [(-min(map(len, words)), len(words)) for words in (one, other)]
    return one if rank[0] <= rank[1] else other


@dataclass(frozen=True, slots=True)
class PatternIndex:
    """Finds the patterns that can match a text; `always` are those without anchors."""

    always: frozenset[int]
    anchors: AhoCorasick
    holders: tuple[frozenset[int], ...]

    def candidates(self, text: str) -> list[int]:
        """Numbers of the patterns one of whose anchors stands in the text, in order."""
        matches = self.anchors.find_matches_as_indexes(text, overlapping=True)
        anchors = {anchor for anchor, _, _ in matches}
        return sorted(self.always.union(*[self.holders[anchor] for anchor in anchors]))


def index_patterns(patterns: Sequence[str]) -> PatternIndex:
    """Index regexes by their anchors."""
    always: set[int] = set()
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for number, pattern in enumerate(patterns):
        words = anchors_of(pattern)
        if not words:
            always.add(number)
        for word in words or ():
            holders[word].add(number)
    matcher = AhoCorasick(list(holders))
    return PatternIndex(frozenset(always), matcher, tuple(map(frozenset, holders.values())))

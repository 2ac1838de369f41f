"""Which of many patterns can match a text at all: each needs one of some words to stand there.

A report meets some thousand patterns of which a few dozen speak of what its paragraph says; running all of
them cost nine tenths of the reading time. A word joins what a pattern has side by side, also of classes of
characters (3月 of `\\d{1,2}月`): the fewer texts have one, the less often the pattern is run for nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter
from typing import NamedTuple

from transform.text.words import Finder, all_words

DIGITS, SPACES = "0123456789", " \n"
"""What `\\d` and `\\s` are taken for; a text with others of theirs may be matched by every pattern."""
_OTHERS = re.findall(r"[^\D0-9]|[^\S \n]", "".join(map(chr, range(0x20000))))
_ESCAPED = {"d": DIGITS, "s": SPACES}
# {0,3} of \d{0,3}, ?
_QUANTIFIER = re.compile(r"(?:(?P<sign>[*+?])|\{(?P<least>\d*)(?P<range>,(?P<most>\d*))?\})\??")
_TIMES: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
# (?: of (?:甲|乙)
_GROUP = re.compile(r"\((?:\?(?::|P<\w+>|(?P<look><?[=!])|(?P<flags>[a-z]+\))))?")
# 甲|乙 of (?:甲|乙), a group of words alone: half of what is written
_WORDS = re.compile(r"[^\\\[\](){}.^$*+?]+(?=\))")
# 案件 of 案件\d
_LITERAL = re.compile(r"[^\\\[\](){}.^$*+?|]+(?![*+?{])|[^\\\[().^$|]")
# [^，。]
_CLASS = re.compile(r"\[(?P<listed>\^?\]?(?:\\.|[^\]\\])*)\]")
# 一-龥 of [一-龥]
_LISTED = re.compile(r"\\(?P<escaped>.)|(?P<first>[^\\])(?:-(?P<last>[^\\]))?", re.DOTALL)
_MOST = 200
"""Words that a pattern may have."""
_MOST_BEGINNINGS = 1000
_MOST_CHARACTERS = 64
"""Characters of a class that are looked for each by itself."""
_ONWARD = 0.14
"""How likely a word goes on as it does: the characters of a text hang together."""
_MOST_TIMES = 4
"""Of a part that stands several times in a row."""
_SHORTER = (2, 1)
_ODDS = attrgetter("odds")


class _Words(NamedTuple):
    """Words, and how likely one of them stands at a place of a text; what may be empty always does."""

    words: frozenset[str]
    odds: float


class _Part(NamedTuple):
    """What is known of the matches of a part of a pattern.

    `whole` are all of them, None where they are too many; each begins with one of `heads`, ends with one of
    `tails` and has one of `held` in it.
    """

    whole: _Words | None
    heads: _Words
    tails: _Words
    held: _Words


def _odds(word: str) -> float:
    return _first_odds(word[0]) * _ONWARD ** (len(word) - 1) if word else 1.0


def _first_odds(character: str) -> float:
    return 0.03 if character in DIGITS else 0.002 if character.isascii() else 0.02


def _words(words: Iterable[str]) -> _Words:
    unique = frozenset(words)
    return _Words(unique, sum(map(_odds, unique)))


def _exactly(words: Iterable[str]) -> _Part:
    found = _words(words)
    return _Part(found, found, found, found)


_NOTHING = _exactly([""])
_ANYTHING = _NOTHING._replace(whole=None)


def anchors_of(pattern: str, most: int = _MOST) -> frozenset[str] | None:
    """Words of which at least one stands in every match of a regex; None where there is no such set.

    No more than `most`, but for those that the pattern itself names.

    >>> sorted(anchors_of("(收到|新收).*复议(申请)?") or ())
    ['复议']
    >>> sorted(anchors_of("[上下]半年") or ())
    ['上半年', '下半年']
    """
    held = _Reader(pattern, most).alternation(0)[0].held.words
    return None if "" in held else held


def beginnings_of(pattern: str) -> frozenset[str] | None:
    """Words of which every match of a regex begins with one; None where there is no such set."""
    heads = _Reader(pattern, _MOST_BEGINNINGS).alternation(0)[0].heads.words
    return None if "" in heads else heads


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads a pattern, joining no more than `most` of its words; each part comes with where it ends."""

    pattern: str
    most: int

    def alternation(self, position: int) -> tuple[_Part, int]:
        """Sequences of which one stands, to the end of the pattern or of their group."""
        if words := _WORDS.match(self.pattern, position):
            return _exactly(words.group().split("|")), words.end()
        found: list[_Part] = []
        while True:
            part, position = self._sequence(position)
            found.append(part)
            if self.pattern[position : position + 1] != "|":
                return self._one_of(found), position
            position += 1

    def _sequence(self, position: int) -> tuple[_Part, int]:
        """Parts one behind the other; what stands ahead of a place or behind it only joins its words."""
        parts: list[tuple[str | None, _Part]] = []
        while position < len(self.pattern) and self.pattern[position] not in "|)":
            look, part, position = self._part(position)
            part, position = self._quantified(part, position)
            parts.append((look, part))
        before, held = _NOTHING, list[_Words]()
        for number, (look, part) in enumerate(parts):
            if look is None:
                before = self._joined(before, part)
            elif look == "=":
                held += part.held, self._beside(before.tails, part.heads)
            elif look == "<=":
                follow = reduce(self._joined, (part for look, part in parts[number:] if not look), _NOTHING)
                held += part.held, self._beside(part.tails, follow.heads)
        return before._replace(held=min(before.held, *held, key=_ODDS)) if held else before, position

    def _part(self, position: int) -> tuple[str | None, _Part, int]:
        """One part of a sequence, behind what it looks for where it takes no characters itself."""
        if literal := _LITERAL.match(self.pattern, position):
            return None, _exactly([literal.group()]), literal.end()
        character = self.pattern[position]
        if opening := _GROUP.match(self.pattern, position):
            if opening["flags"]:
                return None, _NOTHING, opening.end()
            part, end = self.alternation(opening.end())
            return opening["look"], part, end + 1
        if listed := _CLASS.match(self.pattern, position):
            return None, _class(listed["listed"]), listed.end()
        if character == "\\":
            return None, _escaped(self.pattern[position + 1]), position + 2
        return None, _ANYTHING if character == "." else _NOTHING, position + 1

    def _quantified(self, part: _Part, position: int) -> tuple[_Part, int]:
        """A part as often as the quantifier at `position` says."""
        match = _QUANTIFIER.match(self.pattern, position)
        if not match:
            return part, position
        if match["sign"]:
            least, most = _TIMES[match["sign"]]
        else:
            least = int(match["least"] or 0)
            most = least if not match["range"] else int(match["most"]) if match["most"] else None
        return self._repeated(part, least, most), match.end()

    def _repeated(self, part: _Part, least: int, most: int | None) -> _Part:
        several = [_NOTHING]
        while len(several) <= min(most or least, _MOST_TIMES):
            several.append(self._joined(several[-1], part))
        if most is not None and most <= _MOST_TIMES:
            return self._one_of(several[least : most + 1])
        return several[min(least, _MOST_TIMES)]._replace(whole=None) if least else _ANYTHING

    def _one_of(self, parts: Sequence[_Part]) -> _Part:
        if len(parts) == 1:
            return parts[0]
        wholes = [part.whole for part in parts if part.whole]
        whole = self._together(wholes) if len(wholes) == len(parts) else None
        heads = self._together([part.heads for part in parts]) or _NOTHING.heads
        tails = self._together([part.tails for part in parts]) or _NOTHING.tails
        return _Part(whole, heads, tails, _together([part.held for part in parts]))

    def _together(self, sets: Sequence[_Words]) -> _Words | None:
        found = _together(sets)
        return found if len(found.words) <= self.most else None

    def _joined(self, one: _Part, other: _Part) -> _Part:
        """Two parts side by side."""
        if one is _NOTHING or other is _NOTHING:
            return other if one is _NOTHING else one
        whole = self._pairs(one.whole, other.whole)
        heads = self._pairs(one.whole, other.heads) or one.heads
        tails = self._pairs(one.tails, other.whole) or other.tails
        return _Part(
            whole, heads, tails, min(one.held, other.held, self._beside(one.tails, other.heads), key=_ODDS)
        )

    def _beside(self, tails: _Words, heads: _Words) -> _Words:
        """Words of the end of one part and the beginning of the next, shorter where they are too many."""
        if both := self._pairs(tails, heads):
            return both
        for length in _SHORTER:
            ends = _words(word[-length:] for word in tails.words)
            if both := self._pairs(ends, _words(word[:length] for word in heads.words)):
                return both
        return min(tails, heads, key=_ODDS)

    def _pairs(self, one: _Words | None, other: _Words | None) -> _Words | None:
        if one is None or other is None or len(one.words) * len(other.words) > self.most:
            return None
        words = frozenset([first + second for first in one.words for second in other.words])
        return _Words(words, one.odds * other.odds)


def _together(sets: Sequence[_Words]) -> _Words:
    words = frozenset[str]().union(*(one.words for one in sets))
    return _Words(words, sum(one.odds for one in sets))


def _escaped(character: str) -> _Part:
    if character in "AZbB":
        return _NOTHING
    if character in _ESCAPED:
        return _exactly(_ESCAPED[character])
    return _ANYTHING if character.isalnum() else _exactly([character])


def _class(listed: str) -> _Part:
    """One of the characters of a class, where it names a few."""
    characters: list[str] = []
    for one in _LISTED.finditer(listed):
        if one["escaped"] and one["escaped"].isalnum():
            if one["escaped"] not in _ESCAPED:
                return _ANYTHING
            characters += _ESCAPED[one["escaped"]]
        elif one["last"]:
            characters += map(chr, range(ord(one["first"]), ord(one["last"]) + 1))
        else:
            characters.append(one["escaped"] or one["first"])
    return _exactly(characters) if listed[0] != "^" and len(characters) <= _MOST_CHARACTERS else _ANYTHING


@dataclass(frozen=True, slots=True)
class PatternIndex:
    """Finds the patterns that can match a text; `always` are those without anchors."""

    always: frozenset[int]
    anchors: Finder
    holders: tuple[frozenset[int], ...]

    def candidates(self, text: str) -> list[int]:
        """Numbers of the patterns one of whose anchors stands in the text, in order."""
        matches = self.anchors(text)
        if not matches and not self.always:
            return []
        anchors = {anchor for _, _, anchor in matches}
        return sorted(self.always.union(*[self.holders[anchor] for anchor in anchors]))


def index_patterns(patterns: Sequence[str]) -> PatternIndex:
    """Index regexes by their anchors."""
    always: set[int] = set()
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for number, pattern in enumerate(patterns):
        words = anchors_of(pattern)
        if not words:
            always.add(number)
        for word in (*words, *_OTHERS) if words else ():
            holders[word].add(number)
    return PatternIndex(frozenset(always), all_words(list(holders)), tuple(map(frozenset, holders.values())))

"""Where a text speaks of the lexicon's concepts: one pass finds all words, the longest at each place."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from transform.text.scanning import matches_of
from warehouse.lexicon import Kind, Lexicon
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
# titles of laws and documents tell nothing of what is counted; 《行政复议建议书》8件 is counted itself
_TITLE = rf"《[^《》]{{0,60}}(?<![{_TABLE['counted_titles']}])》"
_TIME = (
    r"(?:截至|截止)?(?<!\d)(?:19|20)\d{2}年?(?:度|底|末|全年|初)?(?:以来)?"
    r"|\d{1,2}月(?:份|底|末|初|\d{1,2}日)?"
)
_PLAIN, _PLAIN_BEGINS = re.compile(rf"{_TITLE}|{_TIME}"), re.compile(r"[《截\d]")
# what a title of a law ends with: 中心组学习《宪法》4次 is study of law
LAW_TITLE, PARTY_TITLE = "law_title", "party_title"
TITLES = frozenset((LAW_TITLE, PARTY_TITLE))
_LAW = re.compile(rf"《[^》]*(?:{either(_TABLE['law_titles'])})》")
_PARTY = re.compile(rf"《(?:{either(_TABLE['party_titles'])})[^》]*》")
# 公布《乡镇权责清单》，共126项: the title of a list names what is on it
_LIST = re.compile(rf"《[^》]*(?:{either(_TABLE['list_titles'])})(?:（[^（）]*）)?》")
_LISTED = frozenset({Kind.SUBJECT, Kind.THING})
# with the number of a list's member: （二）
_MARKS = re.compile(r"(?:（[一二三四五六七八九十]{1,3}）|[\s\"“”‘’「」·●\-—~+/\\|（）()、：↑↓→《》])+")
# a name of somebody's own, whole or cut by a word that is known: “老娘舅”调解室, “法润水乡讲堂”
_QUOTED = re.compile(r"“[^“”]*(?:”|\Z)|\A[^“”]*”")
_JOINING = re.compile(r"(?:[、\s]|和|及|或|与|以及|等|各类|的)*")


_REMEMBERED = 4096
"""Sets of concepts whose kinds are kept: the lexicon's words name some six hundred."""


class Mention(NamedTuple):
    """Characters `start` to `end` of a text and the concepts that they name; none for a filler."""

    start: int
    end: int
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Scanner:
    """The lexicon compiled: finds its words in a text."""

    kinds: Mapping[str, Kind]
    kinds_of: Callable[[frozenset[str]], frozenset[Kind]]
    """The kinds of the concepts that a word names."""
    _matcher: AhoCorasick
    _concepts: tuple[frozenset[str], ...]
    _sums: tuple[tuple[str, frozenset[str]], ...]
    _in_sums: frozenset[str]
    """All members of `_sums`: of forty words one is among them."""
    _titles: Mapping[str, frozenset[str]]
    """What titles of laws and of the party's papers name; nothing where the lexicon does not have it."""

    def scan(self, text: str, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions in `text[start:end]`, in order; titles of other documents, and dates, are fillers."""
        part = text[start:end]
        found: list[Mention] = []
        done = 0
        for match in matches_of(_PLAIN, _PLAIN_BEGINS, part):
            found.extend(self._words(part, done, match.start(), start))
            found.append(Mention(start + match.start(), start + match.end(), self._named(match[0])))
            done = match.end()
        found.extend(self._words(part, done, len(part), start))
        return tuple(self._joined(text, found))

    def _named(self, title: str) -> frozenset[str]:
        if _PARTY.fullmatch(title):
            return self._titles[PARTY_TITLE]
        if _LIST.fullmatch(title):
            inside = (one.concepts for one in self._words(title, 0, len(title), 0))
            return frozenset(name for one in inside for name in one if self.kinds[name] in _LISTED)
        return self._titles[LAW_TITLE] if _LAW.fullmatch(title) else frozenset()

    def _words(self, part: str, low: int, high: int, offset: int) -> Iterator[Mention]:
        base = offset + low
        for number, first, last in self._matcher.find_matches_as_indexes(part[low:high]):
            yield Mention(base + first, base + last, self._concepts[number])

    def _joined(self, text: str, found: list[Mention]) -> Iterator[Mention]:
        """The mentions with those of one list joined where the lexicon has a name for them together."""
        position = 0
        while position < len(found):
            if self._in_sums.isdisjoint(found[position].concepts):
                yield found[position]
                position += 1
                continue
            name, last = self._sum_at(text, found, position)
            if name:
                one = found[position]
                shared = one.concepts if self.kinds[name] is Kind.PAIR else frozenset((name,))
                yield Mention(one.start, found[last].end, shared)
            else:
                yield found[position]
            position = last + 1

    def _sum_at(self, text: str, found: list[Mention], position: int) -> tuple[str, int]:
        """The sum whose members are listed from here, and its last mention: one member alone is no sum."""
        for name, members in self._sums:
            if not found[position].concepts & members:
                continue
            last, kinds = position, set(found[position].concepts & members)
            for number in range(position + 1, len(found)):
                one = found[number]
                if not _JOINING.fullmatch(text, found[last].end, one.start):
                    break
                if one.concepts & members:
                    last = number
                    kinds |= one.concepts & members
                elif one.concepts or not _JOINING.fullmatch(text, one.start, one.end):
                    break
            if last > position and (len(kinds) > 1 or len(members) == 1):
                return name, last
        return "", position


def make_scanner(lexicon: Lexicon, names: Iterable[str] = ()) -> Scanner:
    """Compile a lexicon; `names`, of places, are fillers."""
    words = {name: frozenset[str]() for name in sorted(names)} | dict(lexicon.words)
    titles = {name: frozenset({name}.intersection(lexicon.kinds)) for name in TITLES}
    matcher = AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest)
    sums = tuple(lexicon.sums.items())
    in_sums = frozenset[str]().union(*lexicon.sums.values())
    kinds = lexicon.kinds

    @lru_cache(maxsize=_REMEMBERED)
    def kinds_of(concepts: frozenset[str]) -> frozenset[Kind]:
        return frozenset(kinds[concept] for concept in concepts)

    return Scanner(kinds, kinds_of, matcher, tuple(words.values()), sums, in_sums, titles)


def without_marks(text: str) -> str:
    """A stretch without quotes, brackets, blanks and marks of lists."""
    return _MARKS.sub("", text)


def without_names(text: str) -> str:
    """A stretch as `without_marks` leaves it, without the names in quotes that it holds as well."""
    return without_marks(_QUOTED.sub("", text))

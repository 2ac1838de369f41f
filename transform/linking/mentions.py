"""Where a text speaks of the lexicon's concepts: one pass finds all words, the longest at each place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from transform.linking.answers import Answers
from transform.text.marks import AND_SO_ON, BRACKET, COUNTING
from transform.text.scanning import matches_of
from transform.text.words import Finder, longest_words
from warehouse.lexicon import Kind, Lexicon
from warehouse.vocabulary import either, load_wording

_TABLE = load_wording("linking")
# 《行政处罚法》: titles tell nothing of what is counted; 《行政复议建议书》8件 is counted itself
_TITLE = rf"《[^《》]{{0,60}}(?<![{_TABLE['counted_titles']}])》"
# 《, 截, 2: one character each, as a date is tried where such a one stands
_PLAIN_BEGINS = re.compile("|".join(["《", *_TABLE["dates_begin"]]))
# 《行政处罚法》, 截至2017年底, 3月
_PLAIN = re.compile("|".join([_TITLE, *_TABLE["dates"]]))
# what a title of a law ends with: 中心组学习《宪法》4次 is study of law
LAW_TITLE, PARTY_TITLE = "law_title", "party_title"
TITLES = frozenset((LAW_TITLE, PARTY_TITLE))
_LAW = re.compile(rf"《[^》]*(?:{either(_TABLE['law_titles'])})》")
# 《中国共产党章程》
_PARTY = re.compile(rf"《(?:{either(_TABLE['party_titles'])})[^》]*》")
# 公布《乡镇权责清单》，共126项: the title of a list names what is on it, but one of many 等 counts lists
_LIST = re.compile(rf"《[^》]*(?:{either(_TABLE['list_titles'])})(?:{BRACKET.pattern})?》(?!{AND_SO_ON})")
_LISTED = frozenset({Kind.SUBJECT, Kind.THING})
# with the number of a list's member: （二）, 2., and a number that counts nothing told: 上年同期（164）
_MARKS = re.compile(
    rf"""
    (?:
        （(?:[{COUNTING}]{{1,3}}|\d+(?:\.\d+)?)）              # （二）, （164）
        | (?<!\d)\d{{1,2}}\.(?!\d)                           # 2.
        | …|[\s"“”‘’「」·●\-—~+/\\|（）()、：↑↓→《》]
    )+
    """,
    re.VERBOSE,
)
# a name of somebody's own, whole or cut by a word that is known: “老娘舅”调解室, “法润水乡讲堂”
_QUOTED = re.compile(r"“[^“”]*(?:”|\Z)|\A[^“”]*”")
# 的各类
_JOINING = re.compile(rf"(?:[、\s“”]|{'|'.join(_TABLE['joining'])})*")

NOUNS, ACTS = frozenset({Kind.SUBJECT, Kind.THING}), frozenset({Kind.ACT})
_START = itemgetter(0)
_NOTHING = frozenset[str]()
_OF_NO_WORD = "\0"


class Mention(NamedTuple):
    """Characters `start` to `end` of a text and the concepts that they name; none for a filler."""

    start: int
    end: int
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Scanner:
    """The lexicon compiled: finds its words in a text."""

    kinds: Mapping[str, Kind]
    kinds_of: Mapping[frozenset[str], frozenset[Kind]]
    """The kinds of the concepts that a word names."""
    _find: Finder
    _concepts: tuple[frozenset[str], ...]
    _sums_of: Mapping[frozenset[str], tuple[tuple[str, frozenset[str]], ...]]
    """The sums, with their members, of which a word names one: of forty words one does."""
    _titles: Mapping[str, frozenset[str]]
    """What titles of laws and of the party's papers name; nothing where the lexicon does not have it."""

    def scan(self, text: str, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions in `text[start:end]`, in order; titles of other documents, and dates, are fillers."""
        return self.scan_all(text, ((start, end),))[0]

    def sums_of(self, concepts: frozenset[str]) -> tuple[tuple[str, frozenset[str]], ...]:
        """The sums that one of the concepts is a member of, each with its members."""
        return self._sums_of[concepts]

    def scan_all(self, text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[Mention, ...]]:
        """The mentions in each of many stretches of a text.

        All are looked through for words before the next step: what finds these is by far the largest of all.
        """
        parts = [text[start:end] for start, end in spans]
        plain = [list(matches_of(_PLAIN, _PLAIN_BEGINS, part)) for part in parts]
        blanked = list(map(_blanked, parts, plain))
        found = [self._words(part, start) for part, (start, _) in zip(blanked, spans, strict=True)]
        for words, fillers, (start, _) in zip(found, plain, spans, strict=True):
            if fillers:
                words += [Mention(start + m.start(), start + m.end(), self._named(m)) for m in fillers]
                words.sort(key=_START)
        return [tuple(self._joined(text, words)) for words in found]

    def _named(self, plain: re.Match[str]) -> frozenset[str]:
        title = plain[0]
        if title[0] != "《":
            return _NOTHING
        if _PARTY.fullmatch(title):
            return self._titles[PARTY_TITLE]
        if _LIST.match(plain.string, plain.start()):
            inside = (one.concepts for one in self._words(title, 0))
            return frozenset(name for one in inside for name in one if self.kinds[name] in _LISTED)
        return self._titles[LAW_TITLE] if _LAW.fullmatch(title) else _NOTHING

    def _words(self, part: str, offset: int) -> list[Mention]:
        # as Mention(…) makes them, for half of what that costs: a report has a thousand
        made, concepts = tuple.__new__, self._concepts
        return [
            made(Mention, (offset + first, offset + last, concepts[number]))
            for first, last, number in self._find(part)
        ]

    def _joined(self, text: str, found: list[Mention]) -> list[Mention]:
        """The mentions with those of one list joined where the lexicon has a name for them together."""
        joined: list[Mention] = []
        done = 0
        for position in self._members(found):
            if position < done:
                continue
            joined += found[done:position]
            name, last = self._sum_at(text, found, position)
            one = found[position]
            if name:
                shared = one.concepts if self.kinds[name] is Kind.PAIR else frozenset((name,))
                one = Mention(one.start, found[last].end, shared)
            joined.append(one)
            done = last + 1
        return joined + found[done:] if done else found

    def _members(self, found: list[Mention]) -> list[int]:
        """The numbers of the mentions that may be of a list which has a name."""
        sums_of = self._sums_of
        return [number for number, one in enumerate(found) if one.concepts and sums_of[one.concepts]]

    def _sum_at(self, text: str, found: list[Mention], position: int) -> tuple[str, int]:
        """The sum whose members are listed from here, and its last mention: one member alone is no sum."""
        for name, members in self._sums_of[found[position].concepts]:
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


def _blanked(part: str, plain: list[re.Match[str]]) -> str:
    """The text with a character of no word in place of titles and dates, so that one look finds all words."""
    edge, pieces = 0, []
    for one in plain:
        pieces += [part[edge : one.start()], _OF_NO_WORD * (one.end() - one.start())]
        edge = one.end()
    return "".join((*pieces, part[edge:])) if pieces else part


def make_scanner(lexicon: Lexicon, names: Iterable[str] = ()) -> Scanner:
    """Compile a lexicon; `names`, of places, are fillers."""
    words = dict.fromkeys(sorted(names), _NOTHING) | dict(lexicon.words)
    # words that name the same share one set, which so stays in the processor's cache
    shared = {concepts: concepts for concepts in words.values()}
    titles = {name: frozenset({name}.intersection(lexicon.kinds)) for name in TITLES}
    kinds = lexicon.kinds

    def kinds_of(concepts: frozenset[str]) -> frozenset[Kind]:
        return frozenset(kinds[concept] for concept in concepts)

    def sums_of(concepts: frozenset[str]) -> tuple[tuple[str, frozenset[str]], ...]:
        return tuple((name, members) for name, members in lexicon.sums.items() if concepts & members)

    concepts = tuple(map(shared.__getitem__, words.values()))
    return Scanner(kinds, Answers(kinds_of), longest_words(list(words)), concepts, Answers(sums_of), titles)


def without_marks(text: str) -> str:
    """A stretch without quotes, brackets, blanks and marks of lists."""
    return _MARKS.sub("", text)


def without_names(text: str) -> str:
    """A stretch as `without_marks` leaves it, without the names in quotes that it holds as well."""
    return without_marks(_QUOTED.sub("", text))


def names_any(kinds: frozenset[Kind], mentions: Iterable[Mention], scanner: Scanner) -> bool:
    """Whether a word names a concept of one of the kinds."""
    return any(not kinds.isdisjoint(scanner.kinds_of[one.concepts]) for one in mentions if one.concepts)

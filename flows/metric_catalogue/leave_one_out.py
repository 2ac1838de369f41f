"""How the catalogue's examples fare without one of its wordings: what it makes of those that it lacks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from flows.metric_catalogue.checking import parse_example, read_sentence
from transform.linking import Frames
from transform.linking.mentions import make_scanner
from transform.rules import Rules
from warehouse.lexicon import Lexicon
from warehouse.metrics import Catalogue
from warehouse.records import Statement


class Fate(StrEnum):
    """What became of an example's link."""

    KEPT = "kept"
    LOST = "lost"
    OTHER = "other"
    """It went to another metric: worse than lost."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A wording left out (`kind`: frame, word) and what became of the links that it had a part in."""

    kind: str
    wording: str
    fates: Counter[Fate]


@dataclass(frozen=True, slots=True)
class _Linked:
    """A figure of an example that links: its sentence, its place there, its metric and frame."""

    sentence: str
    start: int
    metric: str
    rule: str


def leave_one_out(catalogue: Catalogue, rules: Rules) -> Iterator[LeftOut]:
    """Leave out each frame and each word that an example's link uses, one at a time, and read these again."""
    linked = list(_linked(catalogue, rules))
    by_frame: defaultdict[str, list[_Linked]] = defaultdict(list)
    by_word: defaultdict[str, list[_Linked]] = defaultdict(list)
    for one in linked:
        by_frame[one.rule].append(one)
        for word in _words(one.sentence, rules.frames):
            by_word[word].append(one)
    for frame, users in by_frame.items():
        without = replace(rules, frames=rules.frames.without(frame))
        yield LeftOut("frame", frame, _fates(users, without))
    for word, users in by_word.items():
        scanner = make_scanner(_without_word(catalogue.lexicon, word), rules.gazetteer.names())
        without = replace(rules, frames=replace(rules.frames, scanner=scanner))
        yield LeftOut("word", word, _fates(users, without))


def _linked(catalogue: Catalogue, rules: Rules) -> Iterator[_Linked]:
    for metric in catalogue.metrics:
        for example in metric.examples:
            sentence = parse_example(example).text
            for statement in read_sentence(sentence, rules):
                if statement.metric == metric.id and statement.rule:
                    yield _Linked(sentence, statement.char_start, metric.id, statement.rule)


def _words(sentence: str, frames: Frames) -> set[str]:
    mentions = frames.scanner.scan(sentence, 0, len(sentence))
    return {sentence[m.start : m.end] for m in mentions if m.concepts}


def _without_word(lexicon: Lexicon, word: str) -> Lexicon:
    return replace(lexicon, words={one: named for one, named in lexicon.words.items() if one != word})


def _fates(users: Iterable[_Linked], rules: Rules) -> Counter[Fate]:
    read: dict[str, dict[int, Statement]] = {}
    fates: Counter[Fate] = Counter()
    for one in users:
        if one.sentence not in read:
            read[one.sentence] = {s.char_start: s for s in read_sentence(one.sentence, rules)}
        now = read[one.sentence].get(one.start)
        metric = now.metric if now else None
        fates[Fate.KEPT if metric == one.metric else Fate.OTHER if metric else Fate.LOST] += 1
    return fates

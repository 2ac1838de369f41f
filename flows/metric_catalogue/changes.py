"""What a change of the catalogue does: words that hide others, links that come, go or turn elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.evaluation.results import Change, changes_between
from flows.metric_catalogue.checking import Tried
from flows.metric_catalogue.corpus import documents_of, read_corpus, read_examples
from transform.linking.mentions import make_scanner
from warehouse.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class NewWord:
    """A word that the lexicon did not have, or had for other concepts, and the words that it now hides.

    `hidden` are those of the lexicon before that stand in it, each with its concepts: a text that holds the
    new word speaks of these no longer.
    """

    word: str
    concepts: frozenset[str]
    hidden: tuple[tuple[str, frozenset[str]], ...]


def new_words(before: Lexicon, now: Lexicon) -> Iterator[NewWord]:
    """The words that `now` reads otherwise than `before`, in the order of the lexicon."""
    scanner = make_scanner(before)
    for word, concepts in now.words.items():
        if before.words.get(word) == concepts:
            continue
        hidden = ((word[m.start : m.end], m.concepts) for m in scanner.scan(word, 0, len(word)))
        yield NewWord(word, concepts, tuple(one for one in hidden if one[1] and one[0] != word))


def changed_links(before: Tried, now: Tried, corpus: Path | None) -> tuple[Change, ...]:
    """The figures of all examples, and of a folder of reports, that link otherwise than before."""
    metrics = (*before.catalogue.metrics, *now.catalogue.metrics)
    found = changes_between(read_examples(metrics, before.read), read_examples(metrics, now.read))
    if corpus is not None:
        documents = documents_of(corpus)
        found = (*found, *changes_between(*(read_corpus(documents, one.rules) for one in (before, now))))
    return found

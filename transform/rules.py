"""All that reading a report needs to know, compiled once."""

import gc
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from transform.linking import Frames, compile_frames
from transform.text.normalise import normalise
from warehouse.lexicon import Lexicon
from warehouse.metrics import lexicon_within, load_lexicon, load_metrics
from warehouse.places import Gazetteer, load_places
from warehouse.records import Document, Metric

_OBJECTS_UNTIL_COLLECTED = 20_000
"""New objects after which Python looks for cycles among them: by itself with every 700."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Metrics by id, their frames, and the places."""

    metrics: dict[str, Metric]
    frames: Frames
    gazetteer: Gazetteer


def compile_rules(metrics: Iterable[Metric], lexicon: Lexicon, gazetteer: Gazetteer) -> Rules:
    """Compile a metric catalogue. Raises CatalogueError naming the metric whose frame names no concept."""
    return _compiled(metrics, lexicon, gazetteer, gazetteer.names())


def _compiled(
    metrics: Iterable[Metric], lexicon: Lexicon, gazetteer: Gazetteer, names: Iterable[str]
) -> Rules:
    listed = {metric.id: metric for metric in metrics}
    frames = compile_frames(listed.values(), lexicon, names)
    return Rules(listed, frames, gazetteer)


@cache
def load_rules() -> Rules:
    """The packaged catalogue and gazetteer, compiled once a process.

    They stay until it ends, and reading leaves no cycles behind: the search for cyclic garbage, which stopped
    each report four times and looked through the rules with every fiftieth, is spared them and made seldom.
    """
    rules = compile_rules(load_metrics(), load_lexicon(), load_places())
    gc.freeze()
    gc.set_threshold(_OBJECTS_UNTIL_COLLECTED)
    return rules


def rules_for(document: Document) -> Rules:
    """The packaged rules that read this one document as `load_rules` does, made in half of the time.

    Of the lexicon's hundred thousand words only those are compiled that the document can hold: their
    characters stand in it, and in prose their pairs too. A cell's words are put together from pieces.
    """
    text = normalise(f"{document.text}\n{document.title}")
    characters, pairs = frozenset(text), frozenset(zip(text, text[1:], strict=False))
    in_prose = all(block.table is None for block in document.blocks)

    def paired(word: str) -> bool:
        return not in_prose or pairs.issuperset(zip(word, word[1:], strict=False))

    lexicon, gazetteer = lexicon_within(characters), load_places()
    words = {word: concepts for word, concepts in lexicon.words.items() if paired(word)}
    names = (name for name in gazetteer.names() if characters.issuperset(name) and paired(name))
    return _compiled(load_metrics(), replace(lexicon, words=words), gazetteer, names)

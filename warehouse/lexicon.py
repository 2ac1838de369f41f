"""The shared lexicon: what is said in many ways is named once, for all metrics."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

from warehouse.errors import CatalogueError

_MOST_FORMS = 4000
"""Of one word; more is a slip of brackets."""
_OF_PATTERNS = frozenset("+*.^$\\{}?-[]()|")
"""What other patterns mean something by; a word of a text has none of it."""
_SHARED = "shared"
"""The table of choices that many words have: `{field}局` has those of `[shared] field = ["工商", "质监"]`."""
_CALLED = re.compile(r"\{(\w+)\}")


class Kind(StrEnum):
    """What a concept does in a link; docs/metrics.md tells each with examples."""

    SUBJECT = "subject"
    """What the talk is about; taken from before the figure where its own words name none."""
    ACT = "act"
    """What was done; in the figure's own words, or shared within its list."""
    THING = "thing"
    """What is counted; taken from before the figure like a subject."""
    GENERIC = "generic"
    """That something is counted and not what: helps no link."""
    PART = "part"
    """What restricts a figure to a part, or to a deed not done: bars links that do not name it."""
    FIELD = "field"
    """A part by subject matter (领域, 方面), which holds for the whole sentence that it opens."""
    DOER = "doer"
    """Who acts; bars the metrics of other doers."""
    FILLER = "filler"
    """Tells nothing of what is counted."""
    SUM = "sum"
    """What the members of one list make together."""
    PAIR = "pair"
    """What the members of one list share: the first of them speaks for all."""
    GROUP = "group"
    """Concepts that go together, for frames and for the engine."""


_OF_CONCEPTS = frozenset((Kind.SUM, Kind.PAIR, Kind.GROUP))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Concepts by name, and the concepts that each word names (none for a filler).

    `sums` names for each sum and each pair the concepts whose mentions in one list it joins, `groups` those
    that a group stands for.
    """

    kinds: Mapping[str, Kind]
    words: Mapping[str, frozenset[str]]
    sums: Mapping[str, frozenset[str]]
    groups: Mapping[str, frozenset[str]]


def build_lexicon(
    tables: Iterable[tuple[str, Mapping[str, Any]]], characters: frozenset[str] | None = None
) -> Lexicon:
    """One lexicon out of `(where, table)` pairs; a table holds concepts by kind: `[thing] case = ["案件"]`.

    With `characters` it has those words alone that are made of them.
    Raises CatalogueError where a kind is unknown, a concept stands twice or a word has no sound form.
    """
    listed = [(where, dict(table)) for where, table in tables]
    choices = _choices((where, table.pop(_SHARED, {})) for where, table in listed)
    kinds: dict[str, Kind] = {}
    words: dict[str, frozenset[str]] = {}
    sums: dict[str, frozenset[str]] = {}
    groups: dict[str, frozenset[str]] = {}
    for where, table in listed:
        for name, concepts in table.items():
            kind = _kind(name, where)
            for concept, forms in concepts.items():
                if concept in kinds:
                    raise CatalogueError(f"{concept} stands twice", where, "name each concept once")
                kinds[concept] = kind
                place = f"{where} {name}.{concept}"
                if kind in _OF_CONCEPTS:
                    members = groups if kind is Kind.GROUP else sums
                    members[concept] = frozenset(_texts(forms, place))
                    continue
                # ninety thousand words name a thousand concepts: those of one concept share its set
                shared = frozenset(() if kind is Kind.FILLER else (concept,))
                written = (_with_choices(form, choices, place) for form in _texts(forms, place))
                for word in chain.from_iterable(expand(form, place, characters) for form in written):
                    words[word] = words[word] | shared if word in words else shared
    for concept, joined in (sums | groups).items():
        if unknown := joined - kinds.keys():
            named = ", ".join(sorted(unknown))
            raise CatalogueError(f"{concept} joins {named}", "lexicon", "name known concepts")
    return Lexicon(kinds, words, sums, groups)


def _choices(tables: Iterable[tuple[str, Mapping[str, Any]]]) -> Mapping[str, str]:
    """The choices that words call by name, each as it is written in a word: `(工商|质监)`."""
    return {
        name: f"({'|'.join(_texts(forms, f'{where} {_SHARED}.{name}'))})"
        for where, shared in tables
        for name, forms in shared.items()
    }


def _with_choices(word: str, choices: Mapping[str, str], where: str) -> str:
    """A word with the choices that it calls by name written out.

    >>> _with_choices("{field}局", {"field": "(工商|质监)"}, "here")
    '(工商|质监)局'
    """

    def written(call: re.Match[str]) -> str:
        if found := choices.get(call[1]):
            return found
        raise CatalogueError(f"{word} calls {call[1]}", where, f"no [{_SHARED}] table has it")

    return _CALLED.sub(written, word) if "{" in word else word


def _kind(name: str, where: str) -> Kind:
    try:
        return Kind(name)
    except ValueError as error:
        raise CatalogueError(f"no kind of concept is {name}", where, f"one of {', '.join(Kind)}") from error


def _texts(forms: Any, where: str) -> list[str]:
    if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
        raise CatalogueError("is no list of words", where, 'write ["…"]')
    return forms


def expand(word: str, where: str = "", characters: frozenset[str] | None = None) -> tuple[str, ...]:
    """All forms of a word: `(a|b)` one of several, `x?` with or without, `[ab]` one of the characters.

    With `characters` those forms alone that are made of them. Raises CatalogueError for a bracket left open,
    a sign of other patterns (+, *, .), an empty form, or more than 4,000 forms.

    >>> expand("(行政)?复议[案件]")
    ('行政复议案', '行政复议件', '复议案', '复议件')
    >>> expand("(行政)?复议[案件]", characters=frozenset("复议案"))
    ('复议案',)
    """
    source = _Word(word, where, characters)
    forms, end = source.alternatives(0)
    if end != len(word):
        raise CatalogueError(f"{word} closes a bracket that it does not open", where, "mend the word")
    if not all(forms):
        raise CatalogueError(f"{word} may be empty", where, "leave a part that must stand")
    return tuple(dict.fromkeys(forms))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with its brackets. Each method reads from a position on: the forms, and where they end."""

    text: str
    where: str
    characters: frozenset[str] | None

    def alternatives(self, position: int) -> tuple[list[str], int]:
        found: list[str] = []
        while True:
            forms, position = self.sequence(position)
            found += forms
            if self.text[position : position + 1] != "|":
                return found, position
            position += 1

    def sequence(self, position: int) -> tuple[list[str], int]:
        forms = [""]
        while position < len(self.text) and self.text[position] not in "|)":
            parts, position = self.part(position)
            if self.text[position : position + 1] == "?":
                parts, position = [*parts, ""], position + 1
            forms = [form + part for form in forms for part in parts]
            if len(forms) > _MOST_FORMS:
                what = f"{self.text[:60]} has more than {_MOST_FORMS} forms"
                raise CatalogueError(what, self.where, "write fewer")
        return forms, position

    def part(self, position: int) -> tuple[list[str], int]:
        if self.text[position] == "(":
            parts, end = self.alternatives(position + 1)
            if self.text[end : end + 1] == ")":
                return parts, end + 1
        elif self.text[position] == "[":
            end = self.text.find("]", position)
            if end > 0:
                return self.made_of(self.text[position + 1 : end] or "[]"), end + 1
        else:
            return self.made_of(self.text[position]), position + 1
        raise CatalogueError(f"{self.text} leaves a bracket open", self.where, "mend the word")

    def made_of(self, choices: str) -> list[str]:
        if not _OF_PATTERNS.isdisjoint(choices):
            what = f"{self.text} has {choices}, which is no character of a word"
            raise CatalogueError(what, self.where, "write (a|b), x? and [ab] alone")
        if self.characters is None:
            return list(choices)
        return [character for character in choices if character in self.characters]

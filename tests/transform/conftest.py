"""Sentences in, statements out: what the tests of this room share."""

from collections.abc import Callable

import pytest

from transform.reading import read_report
from transform.rules import load_rules
from warehouse.records import Basis, Block, BlockKind, Document, Reading

Read = Callable[..., Reading]


def paragraphs(text: str) -> Document:
    """A document whose paragraphs are the lines of `text`."""
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(line)))
        start += len(line) + 1
    return Document("", text, tuple(blocks), "txt")


def stated(reading: Reading, attribute: str) -> list[object]:
    """What the statements of a reading that were not derived have, in order."""
    return [getattr(s, attribute) for s in reading.statements if s.basis is Basis.STATED]


@pytest.fixture(scope="session")
def read() -> Read:
    """Read a text as the report of a place and year (Jinhua 2017 if nothing is said)."""

    def _read(text: str, place: str = "330700", year: int = 2017) -> Reading:
        return read_report(paragraphs(text), place, year, load_rules())

    return _read

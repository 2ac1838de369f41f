"""Pages of the corpus, damaged: no crash, every span proved, every digit accounted for."""

from pathlib import Path

import pytest

import samples
from bench.mutations import SUFFIXES, broken_promises, tried
from extract.documents import read_document
from transform.reading import read_report
from transform.rules import load_rules
from warehouse.records import Exclusion, Reading

PAGES = sorted(path for path in Path(samples.__path__[0]).iterdir() if path.suffix in SUFFIXES)


@pytest.mark.parametrize("path", PAGES[::4], ids=lambda path: path.name)
def test_a_damaged_page_keeps_the_promises(path: Path) -> None:
    others = [other.read_bytes() for other in PAGES[:2]]
    outcomes = list(tried([path.read_bytes(), *others], 2, 16, load_rules()))
    assert [broken for _, broken in outcomes if broken] == []


def test_a_broken_promise_is_seen() -> None:
    document = read_document("2023年，全市办理案件12件。".encode())
    reading = read_report(document, "330700", 2023, load_rules())
    assert broken_promises(document, reading) == []
    assert len(broken_promises(document, Reading((), (), ()))) == 3
    wrong = Reading(reading.statements, (*reading.exclusions, Exclusion(0, 2, "21", "date")), ())
    assert broken_promises(document, wrong) == ["'21' is not at 0"]

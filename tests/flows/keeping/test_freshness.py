"""When a report is read again: what its reading passes through, and nothing else."""

from dataclasses import replace

import grimp
import pytest

from extract.documents import read_document
from flows.keeping import freshness
from flows.keeping.freshness import why_to_read
from flows.record.outcomes import Why
from tests.flows.running import ROOT
from transform.reading import read_report
from transform.rules import compile_rules
from warehouse.metrics import LEXICON, LEXICON_FILE, Tables, load_lexicon, load_metrics, load_tables
from warehouse.places import load_places
from warehouse.rules_version import rules_read

DISPUTES = "warehouse/metrics/disputes.toml"
READERS = ("extract.documents.reading", "extract.identity", "transform.reading", "transform.tables")


@pytest.fixture(scope="module")
def read_by() -> frozenset[str]:
    """The modules that reading imports, also within functions, by their files."""
    graph = grimp.build_graph("extract", "transform", "warehouse")
    modules = {*READERS, *(one for reader in READERS for one in graph.find_upstream_modules(reader))}
    return frozenset(module.replace(".", "/") for module in modules)


def test_nothing_that_reading_imports_is_left_out_of_its_version(read_by: frozenset[str]) -> None:
    left_out = freshness._NO_READER
    assert [name for name in sorted(read_by) if f"{name}.py".startswith(left_out)] == []


def test_what_is_left_out_is_there() -> None:
    """A file that moves is not left out by its old name."""
    assert [name for name in freshness._NO_READER if not list(ROOT.glob(f"{name}*"))] == []


def test_no_data_of_readers_is_left_out() -> None:
    """SQL is for warehouse/sql.py, residents for warehouse/population.py, columns for the dictionary."""
    files = [path for path in (ROOT / "warehouse").rglob("*.*") if path.suffix in {".toml", ".csv"}]
    names = (path.relative_to(ROOT).as_posix() for path in files)
    left_out = {name for name in names if name.startswith(freshness._NO_READER)}
    assert left_out == {"warehouse/population.csv", "warehouse/views/columns.csv"}


def key(tables: Tables) -> list[bytes]:
    return list(rules_read(tables))


def changed(**change: object) -> Tables:
    """The packaged catalogue with another loss rate."""
    tables = load_tables()
    file = tables[DISPUTES]
    metric = {**file["litigation_loss_rate"], **change}
    return {**tables, DISPUTES: {**file, "litigation_loss_rate": metric}}


@pytest.mark.parametrize(
    "change",
    [
        {"label_en": "Losses"},
        {"definition": "…"},
        {"better": "neutral"},
        {"plausible": [0, 9]},
        {"examples": []},
        {"counter_examples": []},
    ],
)
def test_what_is_only_compared_shown_or_tested_is_no_other_key(change: dict[str, object]) -> None:
    assert key(changed(**change)) == key(load_tables())


@pytest.mark.parametrize(
    "change",
    [{"label_zh": "另一名"}, {"frames": ["case"]}, {"unit": "件"}, {"reach": "own"}, {"roles": ["plan"]}],
)
def test_another_rule_is_another_key(change: dict[str, object]) -> None:
    assert key(changed(**change)) != key(load_tables())


@pytest.mark.parametrize("file", [LEXICON_FILE, DISPUTES])
def test_a_word_more_is_another_key(file: str) -> None:
    tables = load_tables()
    lexicon = tables[file] if file == LEXICON_FILE else tables[file][LEXICON]
    kind, concepts = next(iter(lexicon.items()))
    more = {**lexicon, kind: {**concepts, "something": ["某词"]}}
    other = {**tables, file: more if file == LEXICON_FILE else {**tables[file], LEXICON: more}}
    assert key(other) != key(tables)


def test_no_reading_asks_for_what_is_left_out_of_the_key() -> None:
    metrics = load_metrics()
    plain = [
        replace(
            metric, label_en="", better="", definition="", plausible=None, examples=(), counter_examples=(),
            of="place", per="",
        )
        for metric in metrics
    ]  # fmt: skip
    document = read_document((ROOT / "samples/330700-2017.html").read_bytes())
    first, second = (
        read_report(document, "330700", 2017, compile_rules(some, load_lexicon(), load_places()))
        for some in (metrics, plain)
    )
    assert first == second
    assert first.statements


@pytest.mark.parametrize(
    ("before", "why"),
    [
        pytest.param({}, Why.NEW, id="never read"),
        pytest.param({"snapshot": None, "reading_key": None}, Why.NEW, id="absent so far"),
        pytest.param({"snapshot": "old", "reading_key": "k0"}, Why.PAGE, id="another page"),
        pytest.param({"snapshot": "s", "reading_key": "k0"}, Why.RULES, id="the same page, another key"),
        pytest.param({"snapshot": "s", "reading_key": "k"}, "", id="unchanged"),
        pytest.param({"snapshot": "older", "reading_key": "k"}, "", id="its last good reading is kept"),
        pytest.param(
            {"snapshot": "s", "reading_key": "k", "reason": "needs_ocr: no rapidocr"},
            Why.PROGRAM,
            id="no OCR then",
        ),
    ],
)
def test_why_a_report_is_read(before: dict[str, object], why: str) -> None:
    assert why_to_read(before, "s", "k") == why

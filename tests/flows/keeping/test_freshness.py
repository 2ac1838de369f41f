"""When a report is read again: what its reading passes through, and nothing else."""

from dataclasses import replace

import grimp
import pytest

from extract.documents import read_document
from flows.keeping import freshness
from flows.keeping.freshness import rules_read, why_to_read
from flows.record.outcomes import Why
from tests.flows.running import ROOT
from transform.reading import read_report
from transform.rules import compile_rules
from warehouse.metrics import load_lexicon, load_metrics
from warehouse.places import load_places
from warehouse.records import Metric

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


def without_what_is_unread(metric: Metric) -> Metric:
    return replace(
        metric, label_en="", better="", definition="", plausible=None, examples=(), counter_examples=(),
        of="place", per="",
    )  # fmt: skip


def test_what_reading_does_not_ask_of_a_metric_changes_neither_key_nor_reading() -> None:
    metrics, lexicon = load_metrics(), load_lexicon()
    plain = [without_what_is_unread(metric) for metric in metrics]
    assert list(rules_read(plain, lexicon)) == list(rules_read(metrics, lexicon))
    document = read_document((ROOT / "samples/330700-2017.html").read_bytes())
    readings = (
        read_report(document, "330700", 2017, compile_rules(some, lexicon, load_places()))
        for some in (metrics, plain)
    )
    first, second = readings
    assert first == second
    assert first.statements


@pytest.mark.parametrize(
    "change", [{"label_zh": "另一名"}, {"frames": ("case",)}, {"unit": "万件"}, {"reach": "own"}]
)
def test_another_rule_is_another_key(change: dict[str, object]) -> None:
    metrics, lexicon = load_metrics(), load_lexicon()
    other = [replace(metrics[0], **change), *metrics[1:]]  # type: ignore[arg-type]
    assert list(rules_read(other, lexicon)) != list(rules_read(metrics, lexicon))


def test_a_word_more_in_the_lexicon_is_another_key() -> None:
    lexicon = load_lexicon()
    word, concepts = next(iter(lexicon.words.items()))
    more = replace(lexicon, words={**lexicon.words, f"某{word}": concepts})
    assert list(rules_read((), more)) != list(rules_read((), lexicon))


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

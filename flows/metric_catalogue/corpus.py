"""What the catalogue links in its own examples and in a folder of reports, in a form that can be compared."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from extract.documents import read_document
from extract.file_endings import READ_FROM_DISK
from extract.identity import identify
from flows.evaluation.results import stated_fields
from flows.metric_catalogue.checking import Finding, Level, Reader, parse_example
from transform.reading import read_report
from transform.rules import Rules
from warehouse.errors import SettingsError, UnreadableError
from warehouse.records import Document, Metric, Statement

# whose report, of which year, a page is read as that does not say so itself
_PLACE, _YEAR = "100000", 2017

Links = dict[str, Any]
"""Every statement by report or example, in the form of `evaluation_json`, so that two can be compared."""


def read_corpus(documents: Iterable[tuple[str, Document]], rules: Rules) -> Links:
    """The statements of documents, by name."""
    return {"reports": [_report(name, _statements(document, rules)) for name, document in documents]}


def documents_of(folder: Path) -> list[tuple[str, Document]]:
    """The readable reports of a folder. Raises SettingsError where it holds none."""
    found = [
        (path.name, document)
        for path in sorted(folder.glob("*"))
        if path.suffix in READ_FROM_DISK and (document := _readable(path)) is not None
    ]
    if not found:
        raise SettingsError("holds no report", str(folder), "give a folder of HTML, text, PDF or DOCX files")
    return found


def read_examples(metrics: Iterable[Metric], read: Reader) -> Links:
    """The statements of all examples and counter-examples, by sentence."""
    sentences = dict.fromkeys(
        parse_example(sentence).text
        for metric in metrics
        for sentence in (*metric.examples, *metric.counter_examples)
    )
    return {"reports": [_report(sentence, read(sentence)) for sentence in sentences]}


def unused_findings(links: Links, rules: Rules) -> tuple[Finding, ...]:
    """A warning for each metric that no figure has, and one for its frames that link none."""
    used = {figure["got"]["rule"] for report in links["reports"] for figure in report["figures"]}
    return tuple(_unused(used, rules))


def _unused(used: set[str | None], rules: Rules) -> Iterator[Finding]:
    seen = {rule.partition(":")[0] for rule in used if rule}
    for metric in rules.metrics.values():
        idle = [frame for frame in metric.frames if f"{metric.id}:{frame}" not in used]
        if metric.id not in seen:
            yield Finding(metric.id, Level.WARNING, "never_used", "no figure of the corpus is linked to it")
        elif idle:
            words = f"{len(idle)} of {len(metric.frames)} frames link nothing there: {'; '.join(idle)}"
            yield Finding(metric.id, Level.WARNING, "never_used", words)


def _readable(path: Path) -> Document | None:
    try:
        return read_document(path.read_bytes())
    except UnreadableError:
        return None


def _statements(document: Document, rules: Rules) -> Sequence[Statement]:
    said = identify(document, rules.gazetteer)
    return read_report(document, said.place or _PLACE, said.year or _YEAR, rules).statements


def _report(name: str, statements: Iterable[Statement]) -> dict[str, Any]:
    return {"report_id": name, "figures": [_figure(statement) for statement in statements]}


def _figure(statement: Statement) -> dict[str, Any]:
    return {
        "outcome": statement.basis.value,
        "char_start": statement.char_start,
        "char_end": statement.char_end,
        "text": statement.text,
        "sentence": statement.sentence,
        "wrong": [],
        "expected": None,
        "got": stated_fields(statement),
    }

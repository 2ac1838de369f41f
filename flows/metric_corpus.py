"""What the metric catalogue does on a folder of reports: wordings never used, links gained and lost."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from extract.documents import read_document
from extract.identity import identify
from flows.evaluation.results import changes_between, read_result, stated_fields
from flows.evaluation.view import change_lines
from flows.metric_check import Finding, Level
from transform.reading import read_report
from transform.rules import Rules, load_rules
from warehouse.errors import SettingsError, UnreadableError
from warehouse.records import Document, Statement

_SUFFIXES = {".html", ".htm", ".txt", ".pdf", ".docx"}
# whose report, of which year, a page is read as that does not say so itself
_PLACE, _YEAR = "100000", 2017


def check_corpus(
    folder: Path, save: Path | None, against: Path | None, console: Console
) -> tuple[Finding, ...]:
    """Read a corpus, keep the reading, print what changed since an earlier one; return what is never used."""
    earlier = read_result(against) if against else None
    rules = load_rules()
    corpus = read_corpus(folder, rules)
    if save:
        write_corpus(corpus, save)
    if earlier is not None:
        for line in change_lines(changes_between(earlier, corpus)):
            console.print(line, soft_wrap=True)
    return unused_findings(corpus, rules)


def read_corpus(folder: Path, rules: Rules) -> dict[str, Any]:
    """Every statement of a folder's reports, in the form of `evaluation_json`, so that two can be compared.

    A page that cannot be read is left out. Raises SettingsError where the folder holds no readable report.
    """
    reports = [
        {"report_id": path.name, "figures": [_figure(s) for s in _statements(document, rules)]}
        for path in sorted(folder.glob("*"))
        if path.suffix in _SUFFIXES and (document := _readable(path)) is not None
    ]
    if not reports:
        raise SettingsError("holds no report", str(folder), "give a folder of HTML, text, PDF or DOCX files")
    return {"reports": reports}


def write_corpus(corpus: dict[str, Any], path: Path) -> None:
    """Keep a corpus reading for a later comparison."""
    path.write_text(json.dumps(corpus, ensure_ascii=False, indent=1) + "\n", "utf-8")


def unused_findings(corpus: dict[str, Any], rules: Rules) -> tuple[Finding, ...]:
    """A warning for each metric that no figure of the corpus has, and one for its wordings never used."""
    used = {figure["got"]["rule"] for report in corpus["reports"] for figure in report["figures"]}
    return tuple(_unused(used, rules))


def _unused(used: set[str | None], rules: Rules) -> Iterator[Finding]:
    seen = {rule.partition(":")[0] for rule in used if rule}
    for metric in rules.metrics:
        names = [rule.name for rule in rules.rules if rule.metric == metric]
        idle = [name.partition(":")[2] for name in names if name not in used]
        if metric not in seen:
            yield Finding(metric, Level.WARNING, "never_used", "no figure of the corpus is linked to it")
        elif idle:
            words = f"{len(idle)} of {len(names)} wordings link nothing in the corpus: {', '.join(idle)}"
            yield Finding(metric, Level.WARNING, "never_used", words)


def _readable(path: Path) -> Document | None:
    try:
        return read_document(path.read_bytes())
    except UnreadableError:
        return None


def _statements(document: Document, rules: Rules) -> Sequence[Statement]:
    said = identify(document, rules.gazetteer)
    return read_report(document, said.place or _PLACE, said.year or _YEAR, rules).statements


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

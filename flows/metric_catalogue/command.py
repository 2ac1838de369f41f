"""`fazhi metrics check`: what is wrong, what is new since the last commit, and nothing else."""

from pathlib import Path

from rich.console import Console
from rich.progress import track

from flows.evaluation.view import change_lines
from flows.metric_catalogue.changes import changed_links, new_words
from flows.metric_catalogue.checking import Finding, Level, Tried, check_metrics, has_errors
from flows.metric_catalogue.corpus import documents_of, read_corpus, unused_findings
from flows.metric_catalogue.history import committed_catalogue
from flows.metric_catalogue.leave_one_out import leave_one_out as left_out
from flows.metric_catalogue.view import findings_view, leave_one_out_view, new_words_view
from warehouse.errors import CatalogueError
from warehouse.metrics import load_catalogue


def check_catalogue(console: Console, *, everything: bool, corpus: Path | None, leave_one_out: bool) -> bool:
    """Check the packaged catalogue, print what there is to say; whether it has no errors."""
    now = Tried(load_catalogue())
    before = _before()
    findings = check_metrics(now)
    shown = findings if everything else _new(findings, before, now)
    if corpus is not None and not has_errors(findings):
        shown = (*shown, *unused_findings(read_corpus(documents_of(corpus), now.rules), now.rules))
    if shown:
        console.print(findings_view(shown), soft_wrap=True)
    if before is not None and before.catalogue != now.catalogue and not has_errors(findings):
        _show_changes(console, before, now, corpus)
    if leave_one_out:
        found = list(track(left_out(now.catalogue, now.rules), "leave one out", transient=True))
        console.print(leave_one_out_view(found))
    return not has_errors(findings)


def _before() -> Tried | None:
    """The catalogue of the last commit; None where there is none, or it is not of today's form."""
    try:
        committed = committed_catalogue()
    except CatalogueError:
        return None
    return Tried(committed) if committed else None


def _new(findings: tuple[Finding, ...], before: Tried | None, now: Tried) -> tuple[Finding, ...]:
    """The errors, and the warnings that the last commit did not have."""
    if before is not None and before.catalogue == now.catalogue:
        return tuple(finding for finding in findings if finding.level is Level.ERROR)
    known = frozenset(check_metrics(before)) if before else frozenset()
    return tuple(finding for finding in findings if finding.level is Level.ERROR or finding not in known)


def _show_changes(console: Console, before: Tried, now: Tried, corpus: Path | None) -> None:
    words = list(new_words(before.catalogue.lexicon, now.catalogue.lexicon))
    if words:
        console.print(new_words_view(words))
    if changes := changed_links(before, now, corpus):
        for line in change_lines(changes):
            console.print(line, soft_wrap=True)

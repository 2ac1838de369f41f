"""All that a report page shows, out of the warehouse: some reports at a time, each with its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from load.engines.connection import Connection
from load.questions.asking import ask
from load.questions.notes import Row
from load.site.grouping import Slices, sliced
from warehouse.records import Block, Document

_PARTS = {
    "head": "site_reports",
    "figures": "site_figures",
    "findings": "site_findings",
    "equations": "site_equations",
    "issues": "site_issues",
}
_AFTER_ALL = ":"
CHUNK = 200


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its text (`head`), figures, check findings, equations and issues: rows by column name.

    `blocks` are the document's paragraphs and table rows; none: each line of the text is a paragraph.
    """

    head: Row
    figures: Sequence[Row] = ()
    findings: Sequence[Row] = ()
    equations: Sequence[Row] = ()
    issues: Sequence[Row] = ()
    blocks: Sequence[Block] = ()

    @property
    def id(self) -> str:
        """Place code and report year."""
        return str(self.head["report_id"])

    def with_blocks_of(self, document: Document | None) -> "Report":
        """The report with the blocks of its document, where that has the text that the figures stand in."""
        if document is None or document.text != self.head["text"]:
            return self
        return replace(self, blocks=document.blocks)


@dataclass(frozen=True, slots=True)
class Told:
    """A report that has a text: its id, its snapshot, how many tables its document has."""

    report_id: str
    snapshot: str | None
    n_tables: int


def reports_with_text(connection: Connection) -> list[Told]:
    """The reports that get a page, in order of their ids."""
    return [Told(**row) for row in ask(connection, "site_report_ids", {}).to_pylist()]


def chunks(told: Sequence[Told]) -> Iterator[tuple[Sequence[Told], str, str]]:
    """Some reports after the other, each time with the first id and the one after the last."""
    for start in range(0, len(told), CHUNK):
        some = told[start : start + CHUNK]
        after = told[start + CHUNK].report_id if start + CHUNK < len(told) else _AFTER_ALL
        yield some, some[0].report_id, after


def slices_between(connection: Connection, first: str, after: str) -> Iterator[Slices]:
    """What the warehouse has of the reports with a text from `first` up to but without `after`."""
    asked = {"first": first, "after": after}
    for slices in sliced(connection, _PARTS, "report_id", asked).values():
        if "head" in slices.tables:  # a check may name a report that has no text
            yield slices


def report_of(slices: Slices) -> Report:
    """A report out of what the warehouse has of it."""
    figures, findings, equations, issues = map(slices.rows, ("figures", "findings", "equations", "issues"))
    return Report(slices.rows("head")[0], figures, findings, equations, issues)

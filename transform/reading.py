"""One report: document in; statements, exclusions, issues and identities out."""

from bisect import bisect_left
from itertools import groupby

from transform.derivations import derive
from transform.identities import find_identities
from transform.numbers.figures import read_figures
from transform.observations import refused_units
from transform.paragraphs import ParagraphReading, read_paragraphs
from transform.rules import Rules
from transform.sense.surroundings import surroundings_of
from transform.statements import StatementIds, Subject, unit_issues
from transform.tabular.cells import read_table
from transform.tabular.statements import read_cells
from transform.text.normalise import normalise
from transform.text.outline import Paragraph, read_outline
from warehouse.records import BlockKind, Document, Exclusion, Issue, Reading, Statement

# paragraphs right before a table that its caption may be in: 表1 …, 单位：万元
_CAPTION_LINES = 2


def read_report(document: Document, place: str, year: int, rules: Rules) -> Reading:
    """Read every figure of a document as the report of `place` (GB/T 2260 code) for `year`.

    Every numeral of the text ends in a statement, an exclusion or an issue; statements stand in the order of
    the text, each derived one after the one it comes from.
    """
    around = surroundings_of(place, year, rules.gazetteer)
    normal = normalise(document.text)
    report_id = f"{place}-{year}"
    ids = StatementIds(report_id)
    subject = Subject(report_id, place, year, document.text, normal, around, rules, ids)
    statements: list[Statement] = []
    exclusions: list[Exclusion] = []
    issues: list[Issue] = list(document.issues)
    planned: int | None = None
    caption = ""
    parts = [
        tuple(group) for _, group in groupby(read_outline(document, normal), key=lambda p: p.block.table)
    ]
    for paragraphs, following in zip(parts, (*parts[1:], ()), strict=True):
        if paragraphs[0].block.table is not None:
            readings = [_read_rows(subject, paragraphs, caption, _text_of(subject, following[:1]))]
        else:
            readings, planned = read_paragraphs(subject, paragraphs, planned)
            caption = _text_of(subject, paragraphs[-_CAPTION_LINES:])
        for reading in readings:
            statements.extend(reading.statements)
            exclusions.extend(reading.exclusions)
            issues.extend(reading.issues)
    stated = tuple(statements)
    issues.extend(refused_units(stated, rules))
    return Reading(derive(stated, rules), tuple(exclusions), tuple(issues), find_identities(stated))


def _text_of(subject: Subject, paragraphs: tuple[Paragraph, ...]) -> str:
    return subject.normal[paragraphs[0].block.start : paragraphs[-1].block.end] if paragraphs else ""


def _read_rows(subject: Subject, rows: tuple[Paragraph, ...], before: str, after: str) -> ParagraphReading:
    statements = read_cells(subject, read_table(subject.normal, rows, before, after))
    issues = list(unit_issues(statements))
    exclusions: list[Exclusion] = []
    taken = sorted(s.char_start for s in statements)
    for row in rows:
        for span in dict.fromkeys(row.block.cells or ()):
            if bisect_left(taken, span.start) < bisect_left(taken, span.end):
                continue
            found = read_figures(subject.normal, span.start, span.end)
            if found.quantities and row.block.kind is BlockKind.TABLE_ROW:
                issues.extend(
                    Issue(q.start, q.end, "figure in a table's words", subject.text[q.start : q.end])
                    for q in found.quantities
                )
            exclusions.extend(found.exclusions)
            issues.extend(found.issues)
    return ParagraphReading(tuple(statements), tuple(exclusions), tuple(issues))

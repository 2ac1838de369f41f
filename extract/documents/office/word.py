"""A document out of a Word file (DOCX): every text node in reading order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from extract.documents.files.kinds import Kind, kind_of
from extract.documents.files.package import Package, Relation, main_document, open_package
from extract.documents.files.xml import attribute, children, local_name
from extract.documents.heads.titles import is_title_line, is_whole_title, title_of_lines
from extract.documents.html.mht import pages_of
from extract.documents.html.page import lines_of_page
from extract.documents.lines.assembly import Line, Paragraph
from extract.documents.lines.composition import article_of, compose, digits_in
from extract.documents.lines.text import lines_of_text
from extract.documents.office.numbering import numbering_of
from extract.documents.office.runs import run_styles_of
from extract.documents.office.word_lines import (
    LEFT_OUT,
    Surroundings,
    WordReader,
    alternative,
    is_row_taken_out,
)
from warehouse.errors import UnreadableError
from warehouse.records import Document, Format, Issue

_TRACKED = frozenset(("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"))
_CHUNK = "aFChunk"
_DEEPEST = 3
"""Documents taken in by documents that are taken in."""


def read_word(data: bytes) -> Document:
    """Read a DOCX: paragraphs and tables with insertions, links, content controls, text boxes and notes.

    What is hidden or struck is left out, the marks of notes too; other documents that it takes in (altChunk)
    are read where they stand. The title is the paragraphs of style Title, else the first centred ones, else
    the first line if it looks like one; the file's own properties are not asked. Tracked changes are read as
    if accepted, and noted.
    Raises UnreadableError: broken, encrypted, too_large, unsupported (another kind of zip), empty.
    """
    with open_package(data) as package:
        try:
            read = _read(package, 0)
        except RecursionError as error:
            what, way_out = "is nested too deeply", "open and save it in Word"
            raise UnreadableError(what, "", way_out, "broken") from error
    title = _title(read.reader)
    article = article_of(read.reader.lines, title, read.digits, read.reader.left_out, whole_page=True)
    document = compose(Format.DOCX, title, article)
    return replace(document, issues=(*document.issues, *read.issues))


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a package: its lines, all its digits counted another way, what could not be read."""

    reader: WordReader
    digits: Counter[str]
    issues: tuple[Issue, ...]


def _read(package: Package, depth: int) -> _Read:
    name, root = main_document(package)
    relations = package.relations(name)
    numbering, styles = (_part(package, relations, kind) for kind in ("numbering", "styles"))
    chunks = {
        relation.id: _chunk(package, relation, depth) for relation in relations if relation.kind == _CHUNK
    }
    around = Surroundings(
        numbering_of(numbering, styles),
        run_styles_of(styles),
        _notes(package, relations),
        {name: lines for name, lines in chunks.items() if lines is not None},
    )
    reader = WordReader(around)
    reader.read_children(root)
    unread = sum(lines is None for lines in chunks.values())
    return _Read(reader, _digits(root, around), (*_tracked_changes(root), *_unread_parts(unread)))


def _part(package: Package, relations: Sequence[Relation], kind: str) -> Element | None:
    """The part of a kind that the main part points to, else the one of its usual name."""
    named = (relation.target for relation in relations if relation.kind == kind)
    return package.optional_part(next(named, f"word/{kind}.xml"))


def _notes(package: Package, relations: Sequence[Relation]) -> Mapping[tuple[str, str], Element]:
    """The footnotes and endnotes by kind and id."""
    parts = {kind: _part(package, relations, f"{kind}s") for kind in ("footnote", "endnote")}
    return {
        (kind, attribute(note, "id")): note for kind, root in parts.items() for note in children(root, kind)
    }


def _chunk(package: Package, relation: Relation, depth: int) -> tuple[Line, ...] | None:
    """The lines of a document that the file takes in; None where it is of a kind that is not read."""
    if relation.target not in package or depth >= _DEEPEST:
        return None
    data = package.read(relation.target)
    try:
        kind = kind_of(data)
        if kind is Kind.ZIP:
            with open_package(data) as inner:
                return tuple(_read(inner, depth + 1).reader.lines)
        if kind is Kind.MHT:
            return lines_of_page(pages_of(data)[0])
        if kind is Kind.HTML:
            return lines_of_page(data)
        return lines_of_text(data) if kind is Kind.TEXT else None
    except UnreadableError:
        return None


def _title(reader: WordReader) -> str:
    for numbers in (reader.titled, reader.centred):
        if title := title_of_lines([reader.lines[number].text for number in numbers if number < 15]):
            return title
    texts = (line.text for line in reader.lines[:15] if isinstance(line, Paragraph))
    found = [text for text in texts if is_title_line(text)]
    return next(filter(is_whole_title, found), found[0] if found else "")


def _digits(root: Element, around: Surroundings) -> Counter[str]:
    """All digits of the text nodes of the document: what must be in the text or among what was left out."""
    digits: Counter[str] = Counter()
    stack = [root]
    while stack:
        element = stack.pop()
        name = local_name(element)
        if name == "t":
            digits += digits_in(element.text or "")
        elif name == "altChunk":
            lines = around.chunks.get(attribute(element, "id"), ())
            digits += digits_in("".join(line.text for line in lines))
        elif name == "AlternateContent":
            stack.append(alternative(element))
        elif not (name in LEFT_OUT or is_row_taken_out(element)):
            stack.extend(element)
            note = around.note_at(element)
            stack += [] if note is None or note is element else [note]
    return digits


def _tracked_changes(root: Element) -> tuple[Issue, ...]:
    count = sum(local_name(element) in _TRACKED for element in root.iter())
    if not count:
        return ()
    return (Issue(0, 0, "tracked_changes", f"has {count} tracked changes, read as if accepted"),)


def _unread_parts(count: int) -> tuple[Issue, ...]:
    words = f"takes in {count} documents of a kind that is not read"
    return (Issue(0, 0, "unread_part", words),) if count else ()

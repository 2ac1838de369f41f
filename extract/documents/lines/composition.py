"""A document out of lines that carry their own head: texts, Word files, PDFs."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from extract.documents.files.charset import lost_characters
from extract.documents.heads.headers import code_in, facts_of
from extract.documents.lines.assembly import Assembled, Line, Paragraph, TableRow, assemble, row_texts
from extract.documents.lines.trimming import trim
from extract.documents.lines.wrapping import unwrapped
from warehouse.characters import count_private
from warehouse.errors import UnreadableError
from warehouse.records import Block, Document, Format, Issue, Legibility

_DIGITS = re.compile(r"\d\d*")  # a text is searched for one at two thirds of the cost of \d+


@dataclass(frozen=True, slots=True)
class Article:
    """An article's own text and blocks, the lines above it that say what it is, and the issues met."""

    text: str
    blocks: tuple[Block, ...]
    head: tuple[Line, ...]
    document_number: str | None
    issues: tuple[Issue, ...]
    legibility: Legibility


def article_of(
    lines: Sequence[Line],
    title: str,
    digits: Counter[str],
    furniture: Iterable[str] = (),
    *,
    whole_page: bool = False,
) -> Article:
    """Take title, header line and links off `lines`; what is left is the article.

    `digits` are all digits of the original, counted by another way than the lines were read: those that
    are neither in the text nor in what was left out (`furniture` before, head and foot here) are an issue.
    `whole_page`: see trim.
    Raises UnreadableError where no text is left.
    """
    trimmed = trim(lines, title, whole_page=whole_page)
    assembled = assemble(unwrapped(trimmed.kept))
    if not assembled.text:
        way_out = "it may be pictures of pages: open it, and look for another file"
        raise UnreadableError("holds no text", "", way_out, "empty")
    left_out = (*furniture, *(line.text for line in trimmed.dropped))
    legibility = _legibility(assembled, trimmed.kept, digits, left_out)
    issues = (*assembled.issues, *_lost_digits(legibility.lost_digits))
    return Article(
        assembled.text, assembled.blocks, trimmed.head, trimmed.document_number, issues, legibility
    )


def compose(form: Format, title: str, article: Article) -> Document:
    """The document of an article with nothing round it: what it is, the lines above it say."""
    texts = chain.from_iterable(row_texts(line) for line in article.head)
    # Tables of a page pasted as text have their cells between strokes.
    pieces = [cell.strip() for text in texts for cell in text.strip("| ").split("|")]
    facts = facts_of(pieces)
    return Document(
        title=title or facts.title or "",
        text=article.text,
        blocks=article.blocks,
        format=form,
        publisher=facts.publisher or facts.posted_by or facts.source,
        index_number=facts.index_number or code_in(pieces),
        document_number=facts.document_number or article.document_number,
        published_on=facts.published or facts.bare_date or facts.issued,
        source=facts.source,
        issues=(*article.issues, *lost_characters(article.text)),
        legibility=article.legibility,
    )


def digits_in(text: str) -> Counter[str]:
    """How often each digit, half or full width, stands in `text`."""
    return Counter("".join(_DIGITS.findall(text)))


def _legibility(
    assembled: Assembled, lines: Sequence[Line], digits: Counter[str], left_out: Iterable[str]
) -> Legibility:
    text = assembled.text
    found = digits_in(text)
    kept_as_text = {line.ragged for line in lines if isinstance(line, Paragraph)} - {None}
    return Legibility(
        body_digits=digits.total(),
        text_digits=found.total(),
        lost_digits=(digits - found - digits_in("".join(left_out))).total(),
        unmapped=count_private(text),
        replaced=text.count("\ufffd"),
        tables=len({block.table for block in assembled.blocks if block.table is not None} | kept_as_text),
        ragged_tables=len(
            {line.table for line in lines if isinstance(line, TableRow) and line.ragged} | kept_as_text
        ),
    )


def _lost_digits(lost: int) -> tuple[Issue, ...]:
    if not lost:
        return ()
    return (Issue(0, 0, "lost_digits", f"{lost} digits of the original are not in the text"),)

"""A document out of an HTML page."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from extract.documents.files.charset import decode, lost_characters
from extract.documents.heads.dates import date_in
from extract.documents.heads.headers import Facts, facts_of
from extract.documents.heads.markers import load_markers
from extract.documents.html.attachments import check_attachment
from extract.documents.html.body import body_of
from extract.documents.html.flow import digits_of, lines_of
from extract.documents.html.heading import Stretch
from extract.documents.html.nesting import check_nesting
from extract.documents.html.page_titles import html_title, titles_of
from extract.documents.html.tokens import Token, tokens_of
from extract.documents.lines.assembly import Line, row_texts, tidy
from extract.documents.lines.composition import article_of, digits_in
from warehouse.errors import UnreadableError
from warehouse.records import Document, Format, Issue

_BEGUN = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_ENDED = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)


def read_html(data: bytes) -> Document:
    """Read the article of an HTML page: its text without the page round it, and what the page says of it.

    Raises UnreadableError: empty where the page has no text, not_a_report where it has no Chinese prose
    (a script's puzzle, a blank frame), broken where it is made to stop a parser, attachment where the report
    is a file that the page only links to (`where` is the link).
    """
    page = decode(data).text
    check_nesting(page)
    parser = _parsed(page)
    try:
        document = _article(parser)
    except UnreadableError:
        check_attachment(parser, "", "")
        raise
    check_attachment(parser, document.title, document.text)
    return replace(document, issues=(*document.issues, *_missing_end(page, document.text)))


def _parsed(page: str) -> LexborHTMLParser:
    """The page as a tree. Raises MemoryError: all text is HTML to the parser; memory alone it may lack."""
    try:
        return LexborHTMLParser(page)
    except SelectolaxError as error:
        raise MemoryError(str(error)) from error


def _missing_end(page: str, text: str) -> tuple[Issue, ...]:
    """An issue at the end of the text of a page that has no end: it came, or was saved, in part."""
    if not _BEGUN.search(page) or _ENDED.search(page):
        return ()
    return (Issue(len(text) - 1, len(text), "cut_off", "the page ends without </body> or </html>"),)


def lines_of_page(data: bytes) -> tuple[Line, ...]:
    """All lines of an HTML page that is a part of a document, none of them taken for its surroundings.

    Raises UnreadableError broken where it is made to stop a parser.
    """
    page = decode(data).text
    check_nesting(page)
    tokens = tokens_of(_parsed(page), hidden=False)
    return tuple(lines_of(tokens, 0, len(tokens)))


def _article(parser: LexborHTMLParser) -> Document:
    meta = _meta(parser)
    tokens, body = _page(parser, titles_of(parser, meta))
    lines = lines_of(tokens, body.start, body.end, load_markers().junk)
    outside = _outside(tokens, body)
    opening = [line.text for line in lines[:8]]
    # title and facts lean on each other: a label may say the title, and what stands near the title is its
    title = html_title(parser, meta, tokens, outside, opening, facts_of(outside).title or "")
    outside = _nearest_first(outside, title)
    digits = digits_in(digits_of(tokens, body.start, body.end, load_markers().junk))
    article = article_of(lines, title, digits)
    facts = facts_of([*outside, *chain.from_iterable(row_texts(line) for line in article.head)])
    return Document(
        title=title,
        text=article.text,
        blocks=article.blocks,
        format=Format.HTML,
        publisher=facts.publisher or facts.posted_by or meta.get("contentsource") or facts.source,
        index_number=facts.index_number,
        document_number=facts.document_number or article.document_number,
        published_on=_published(facts, meta),
        source=meta.get("contentsource") or facts.source,
        site_name=meta.get("sitename"),
        site_code=meta.get("siteidcode"),
        issues=(*article.issues, *lost_characters(article.text)),
        legibility=article.legibility,
    )


def _meta(parser: LexborHTMLParser) -> dict[str, str]:
    """The meta elements by lower-case name; of two with the same name the first that says something."""
    meta: dict[str, str] = {}
    for node in parser.css("meta[name]"):
        name, content = node.attributes.get("name") or "", tidy(node.attributes.get("content") or "")
        if content:
            meta.setdefault(name.strip().lower(), content)
    return meta


def _page(parser: LexborHTMLParser, titles: frozenset[str]) -> tuple[list[Token], Stretch]:
    """The page's tokens and its body; what is hidden is looked at only where nothing else is there."""
    for hidden in (False, True):
        tokens = tokens_of(parser, hidden=hidden)
        if body := body_of(tokens, load_markers(), titles):
            return tokens, body
    if any(token.text.strip() for token in tokens):
        way_out = "open it in a browser: it may want a script run, or be a list or an error page"
        raise UnreadableError("holds no Chinese text", "", way_out, "not_a_report")
    raise UnreadableError(
        "is a page without text", "", "open it in a browser and save what it shows", "empty"
    )


def _outside(tokens: Sequence[Token], body: Stretch) -> list[str]:
    """The words round the body piece by piece: table cells and lines."""
    around = (*lines_of(tokens, 0, body.start), *lines_of(tokens, body.end, len(tokens)))
    return list(chain.from_iterable(row_texts(line) for line in around))


def _nearest_first(outside: Sequence[str], title: str) -> list[str]:
    """The words from the title on before those above it: a header line stands below its title."""
    wanted = "".join(title.split())
    begin = next((n for n, text in enumerate(outside) if wanted and "".join(text.split()) == wanted), 0)
    return [*outside[begin:], *outside[:begin]]


def _published(facts: Facts, meta: dict[str, str]) -> date | None:
    return facts.published or date_in(meta.get("pubdate", "")) or facts.bare_date or facts.issued

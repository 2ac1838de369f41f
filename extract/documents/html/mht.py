"""A document out of a web archive (MHT): the page that a browser or an office program saved in one file."""

import email
from contextlib import suppress
from dataclasses import replace
from email.message import Message

from extract.documents.html.page import read_html
from warehouse.characters import count_chinese
from warehouse.errors import UnreadableError
from warehouse.records import Document, Format

_FACTS = (
    "title",
    "publisher",
    "index_number",
    "document_number",
    "published_on",
    "source",
    "site_name",
    "site_code",
)


def read_mht(data: bytes) -> Document:
    """Read a web archive (RFC 2557): its page, or the frame of it that holds most of the text.

    What that one does not say of itself (title, publisher) the others may. Raises UnreadableError: broken
    where it holds no page, else as read_html does.
    """
    pages = pages_of(data)
    documents: list[Document] = []
    for page in pages[1:]:
        with suppress(UnreadableError):
            documents.append(read_html(page))
    try:
        documents.insert(0, read_html(pages[0]))
    except UnreadableError:
        if not documents:
            raise
    best = max(documents, key=lambda document: count_chinese(document.text))
    said = {
        fact: next(
            (getattr(document, fact) for document in (best, *documents) if getattr(document, fact)), None
        )
        for fact in _FACTS
    }
    return replace(best, format=Format.MHT, **(said | {"title": said["title"] or ""}))


def pages_of(data: bytes) -> list[bytes]:
    """The HTML parts of a web archive, its own page first. Raises UnreadableError broken for none."""
    try:
        pages = [page for part in email.message_from_bytes(data).walk() if (page := _page(part))]
    except RecursionError as error:
        raise UnreadableError("is nested too deeply", "", "save the page anew", "broken") from error
    if not pages:
        raise UnreadableError("is a web archive without a page", "", "save the page as HTML", "broken")
    return pages


def _page(part: Message) -> bytes | None:
    """An HTML part's bytes; in UTF-8 where they are declared UTF-16, which they need not mark."""
    if part.get_content_type() != "text/html":
        return None
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return None
    charset = (part.get_content_charset() or "").lower()
    if charset in ("unicode", "utf-16", "utf-16le") and b"\x00" in payload[:200]:
        return payload.decode("utf-16-le", "replace").lstrip("\ufeff").encode()
    return payload

"""A document out of a web archive (MHT): the page that a browser or an office program saved in one file."""

import email
from dataclasses import replace
from email.message import Message

from extract.documents.html import read_html
from warehouse.errors import UnreadableError
from warehouse.records import Document


def read_mht(data: bytes) -> Document:
    """Read the first HTML part of a web archive (RFC 2557).

    Raises UnreadableError: broken where it holds no page, else as read_html does.
    """
    try:
        pages = (page for part in email.message_from_bytes(data).walk() if (page := _page(part)))
        page = next(pages, None)
    except RecursionError as error:
        raise UnreadableError("is nested too deeply", "", "save the page anew", "broken") from error
    if page is None:
        raise UnreadableError("is a web archive without a page", "", "save the page as HTML", "broken")
    return replace(read_html(page), format="mht")


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

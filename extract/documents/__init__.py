"""Documents out of bytes: title, dates and paragraphs of an HTML page, a PDF, a Word or a text file."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.documents.reading import MAX_BYTES, read_document

__all__ = ["MAX_BYTES", "read_document"]


def __getattr__(name: str) -> Any:
    """What reads is loaded when it is asked for: who fetches wants the charsets of this room alone."""
    if name not in __all__:
        raise AttributeError(name)
    from extract.documents import reading

    return getattr(reading, name)

"""Documents out of bytes: title, dates and paragraphs of an HTML page, a PDF, a Word or a text file."""

from extract.documents.reading import MAX_BYTES, read_document

__all__ = ["MAX_BYTES", "read_document"]

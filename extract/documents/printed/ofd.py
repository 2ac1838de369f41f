"""A document out of an OFD file (GB/T 33190-2016): its text codes alone, never its shapes."""

import zipfile
from io import BytesIO

from extract.documents.files.package import package_of
from extract.documents.printed.geometry import Matrix
from extract.documents.printed.glyphs import Page
from extract.documents.printed.ofd_files import Body, PageFile, bodies_of
from extract.documents.printed.ofd_objects import drawn_on
from extract.documents.printed.pdf import read_pages
from extract.documents.printed.printing import page_of
from warehouse.errors import UnreadableError
from warehouse.records import Document, Format

_POINTS = 72 / 25.4


def read_ofd(data: bytes) -> Document:
    """Read an OFD: characters by the places of its text objects, lines and paragraphs as in a PDF.

    All its documents are read one after the other, each page with its templates and the objects made up of
    others. Raises UnreadableError: no_text_layer where its text is drawn as shapes or its codes are no
    characters, broken, encrypted, too_large.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            bodies = bodies_of(package_of(archive))
            pages = tuple(_page(page, body) for body in bodies for page in body.pages)
    except (KeyError, ValueError, IndexError) as error:
        raise UnreadableError(f"is a broken OFD file: {error}", "", "fetch it again", "broken") from error
    except RecursionError as error:
        raise UnreadableError("is nested too deeply", "", "save it as PDF", "broken") from error
    return read_pages(pages, Format.OFD)


def _page(page: PageFile, body: Body) -> Page:
    """A page in points from the lower left; OFD measures it in millimetres from the upper left."""
    left, top, width, height = (float(edge) for edge in page.box.split())
    size = width * _POINTS, height * _POINTS
    shown = Matrix(_POINTS, 0, 0, -_POINTS, -left * _POINTS, (top + height) * _POINTS)
    drawn = drawn_on(page.contents, body.composites, shown)
    area = sum(abs((right - left) * (up - down)) for left, down, right, up in drawn.pictures)
    return page_of(drawn.printed, size, (), drawn.grounds, area / (size[0] * size[1]))

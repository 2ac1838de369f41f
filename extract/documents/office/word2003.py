"""A document out of Word 2003 XML, which WPS writes under the name .doc, or of a package in one file."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from extract.documents.files.charset import decode
from extract.documents.files.xml import attribute, child, children, local_name
from extract.documents.office.word import read_word
from warehouse.errors import UnreadableError
from warehouse.records import Document, Format

# What it declares need not be its charset, and expat knows no Chinese one.
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def read_word_xml(data: bytes) -> Document:
    """Read Word 2003 XML as the DOCX that it would be: paragraphs and tables have the same names in both.

    A list's marks stand written out in it. Raises UnreadableError broken, else as read_word does.
    """
    try:
        root = fromstring(_DECLARATION.sub("", decode(data).text, count=1))
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise UnreadableError(f"is broken Word 2003 XML: {error}", "", "fetch it again", "broken") from error
    parts = _packed(root) if local_name(root) == "package" else _parts(root)
    if not any(local_name(part) == "document" for part in parts.values()):
        raise UnreadableError("is Word XML without a document", "", "save it as DOCX", "broken")
    try:
        package = _package(parts)
    except RecursionError as error:
        raise UnreadableError("is nested too deeply", "", "open and save it in Word", "broken") from error
    return replace(read_word(package), format=Format.DOC)


def _package(parts: Mapping[str, Element]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, element in parts.items():
            package.writestr(name, tostring(element, "utf-8"))
    return file.getvalue()


def _packed(root: Element) -> dict[str, Element]:
    """The parts of a package written as one XML file."""
    named = ((attribute(part, "name").lstrip("/"), child(part, "xmlData")) for part in children(root, "part"))
    return {name: data[0] for name, data in named if data is not None and len(data)}


def _parts(root: Element) -> dict[str, Element]:
    for paragraph in [element for element in root.iter() if local_name(element) == "p"]:
        mark = attribute(child(child(child(paragraph, "pPr"), "listPr"), "t"), "val")
        if mark:
            run = Element("r")
            SubElement(run, "t").text = mark
            paragraph.insert(1, run)
    styles, body = child(root, "styles"), child(root, "body")
    if body is None:
        return {}
    document = Element("document")
    document.append(body)
    return {"word/document.xml": document} | ({} if styles is None else {"word/styles.xml": styles})

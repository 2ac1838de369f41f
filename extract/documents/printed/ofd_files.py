"""The files of an OFD: its documents, their pages with the templates below and above, and their resources."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from extract.documents.files.package import Package, part_name
from extract.documents.files.xml import attribute, child, children, local_name
from extract.documents.printed.glyphs import MAX_PAGES
from warehouse.errors import UnreadableError

_A4 = "0 0 210 297"


@dataclass(frozen=True, slots=True)
class PageFile:
    """One page: its box in millimetres as written, and the contents to be drawn, in any order."""

    box: str
    contents: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """One document of an OFD: its pages, and by their ids the objects made up of others (composite units)."""

    pages: tuple[PageFile, ...]
    composites: Mapping[str, Element]


def bodies_of(package: Package) -> tuple[Body, ...]:
    """The documents of an OFD.

    Raises KeyError where a file is missing, ValueError where none is named, UnreadableError: too_large, else
    as reading a file does.
    """
    roots = (child(body, "DocRoot") for body in children(package.part("OFD.xml"), "DocBody"))
    names = [(root.text or "").strip() for root in roots if root is not None]
    if not any(names):
        raise ValueError("it names no document")
    return tuple(_body(package, part_name(name)) for name in names if name)


def _body(package: Package, name: str) -> Body:
    document = package.part(name)
    common = child(document, "CommonData")
    box = _words(child(child(common, "PageArea"), "PhysicalBox")) or _A4
    templates = {
        attribute(template, "ID"): package.part(_beside(name, attribute(template, "BaseLoc")))
        for template in children(common, "TemplatePage")
    }
    listed = list(children(child(document, "Pages"), "Page"))
    if len(listed) > MAX_PAGES:
        raise UnreadableError(f"has {len(listed)} pages", "", "give the report itself", "too_large")
    files = [_beside(name, attribute(page, "BaseLoc")) for page in listed]
    roots = [package.part(file) for file in files]
    pages = tuple(_page(root, box, templates) for root in roots)
    kinds = ("PublicRes", "DocumentRes")
    shared = [_beside(name, _words(place)) for kind in kinds for place in children(common, kind)]
    placed = (
        (file, place) for file, root in zip(files, roots, strict=True) for place in children(root, "PageRes")
    )
    own = [_beside(file, _words(place)) for file, place in placed]
    return Body(pages, _composites(package, [*shared, *own]))


def _page(root: Element, box: str, templates: Mapping[str, Element]) -> PageFile:
    own = _words(child(child(root, "Area"), "PhysicalBox"))
    used = (templates.get(attribute(template, "TemplateID")) for template in children(root, "Template"))
    roots = [*(template for template in used if template is not None), root]
    contents = (child(one, "Content") for one in roots)
    return PageFile(own or box, tuple(content for content in contents if content is not None))


def _composites(package: Package, files: Sequence[str]) -> dict[str, Element]:
    """The contents of composite units by their ids; a list of resources that is missing has none."""
    units = (unit for file in dict.fromkeys(files) for unit in _units(package.optional_part(file)))
    contents = ((attribute(unit, "ID"), child(unit, "Content")) for unit in units)
    return {name: content for name, content in contents if content is not None}


def _units(resources: Element | None) -> Iterator[Element]:
    for group in children(resources, "CompositeGraphicUnits"):
        yield from (unit for unit in group if local_name(unit) == "CompositeGraphicUnit")


def _beside(name: str, place: str) -> str:
    """The file that `place` names as it stands in the file `name`."""
    return part_name(posixpath.join("/", posixpath.dirname(name), place.replace("\\", "/")))


def _words(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""

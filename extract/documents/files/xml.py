"""Elements of Office files by local name: their namespaces differ between editions, the names do not."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element


def local_name(element: Element) -> str:
    """An element's name without its namespace; "" for a comment or instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(parent: Element | None, name: str) -> Iterator[Element]:
    """The children of that local name; none of a missing parent."""
    if parent is not None:
        yield from (element for element in parent if local_name(element) == name)


def child(parent: Element | None, name: str) -> Element | None:
    """The first child of that local name, or None."""
    return next(children(parent, name), None)


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its local name; "" where element or attribute is missing."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")

"""What is too much for one page, dealt out to several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from markupsafe import Markup

MOST_BYTES = 300_000
"""A page's limit: what a phone opens at once."""
_FOR_FRAME = 30_000


class Sized(Protocol):
    """Something that takes room on a page."""

    @property
    def size(self) -> int:
        """Bytes on the page."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page, as HTML."""

    html: Markup

    @property
    def size(self) -> int:
        """Bytes on the page."""
        return len(self.html.encode())


T = TypeVar("T", bound=Sized)


def packed(things: Sequence[T], room_of_page: int = MOST_BYTES - _FOR_FRAME) -> list[list[T]]:
    """The things in pages in their order, each as full as its room lets it be beside the page's frame.

    At least one page, which is empty where there is nothing.
    """
    pages: list[list[T]] = [[]]
    room = room_of_page
    for thing in things:
        if thing.size > room and pages[-1]:
            pages.append([])
            room = room_of_page
        pages[-1].append(thing)
        room -= thing.size
    return pages

"""The terminal, and whatever else our tables and lines are printed on."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from warehouse.visible import visible_lines


class VisibleConsole(Console):
    """Prints what is seen alone: words of pages and file names do not act on the terminal.

    The escapes that rich itself writes, for colours and bars, are none of the words.
    """

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The pieces to be printed, each with a sign in place of what is not seen."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(visible_lines(piece.text), piece.style)

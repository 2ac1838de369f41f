"""Chinese prose in a narrow column: lines break between characters, but in no number and before no stop."""

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.text import Text

_TOGETHER = re.compile(r"[（《【“‘]*(?:\d[\d.,]*[%％]?|\D)[，。、；：！？）】》”’%％…]*", re.DOTALL)


class Unbroken:
    """A text of one line, in as many lines as its column has need of."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """The text with its lines broken for the width; what is wider in itself is folded as ever."""
        breaks = list(_breaks(self.text.plain, options.max_width))
        yield from self.text.divide(breaks)


def _breaks(words: str, width: int) -> Iterator[int]:
    """Where lines begin, but for the first.

    >>> list(_breaks("全市受理120件，审结", 10))
    [4, 10]
    """
    filled = 0
    for piece in _TOGETHER.finditer(words):
        takes = cell_len(piece[0])
        if filled and filled + takes > width:
            yield piece.start()
            filled = 0
        filled += takes

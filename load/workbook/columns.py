"""The columns of a sheet as they are declared: the field they show, how it looks, what belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

from load.workbook.cells import OPEN, Look


class Kind(Enum):
    """What a column holds, which decides how its cells are written."""

    TEXT = auto()
    WRAPPED = auto()
    MARKED = auto()
    CODE = auto()
    YEAR = auto()
    COUNT = auto()
    FIGURE = auto()
    DIFFERENCE = auto()
    RATIO = auto()
    DATE = auto()
    OPEN = auto()
    OPEN_FIGURE = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it shows, its heading (中文 English), what it holds, how wide.

    `widest` bounds a width that follows the content; `labels` turns codes into what people read. The other
    names are of fields: `link` has the web address that a cell leads to, `leads_to` the place in this
    workbook, `bound` a figure's bound, `high` its upper end, `mark` what is to be minded, `unit` its unit,
    `basis` stated or derived (which is shown in italics). A MARKED column has three fields, NAME_before,
    NAME_marked and NAME_after. `choices` names the list that an OPEN column offers; a hidden column is for
    programs, a folded one opens by the + above it; a strong one is in bold.
    """

    name: str
    heading: str
    kind: Kind = Kind.TEXT
    widest: float = 30
    labels: Mapping[Any, str] = field(default_factory=dict)
    link: str = ""
    leads_to: str = ""
    bound: str = ""
    high: str = ""
    mark: str = ""
    unit: str = "unit"
    basis: str = ""
    choices: str = ""
    hidden: bool = False
    folded: bool = False
    strong: bool = False

    @property
    def wraps(self) -> bool:
        """Whether its text goes over several lines."""
        return self.kind in (Kind.WRAPPED, Kind.MARKED)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of rows: its name in both languages, the name of its table, columns, how many of them stay.

    `about` is what the first sheet tells of it, `question` the file of load/questions that has its rows, ""
    where they are put together otherwise. A line is drawn between rows that differ in the field `group`. The
    first `printed` columns go on paper (0: all): what is for programs and for filtering would make the print
    too small to read. The last `beside` columns stand beside the table and are not sorted with it.
    """

    title: str
    about: str
    question: str
    table: str
    columns: tuple[Column, ...]
    frozen: int
    group: str = ""
    printed: int = 0
    zoom: int = 100
    beside: int = 0

    @property
    def tabled(self) -> tuple[Column, ...]:
        """The columns of the table."""
        return self.columns[: len(self.columns) - self.beside]


_NUMBER = Look(side="right")
_ENTRY = Look(fill=OPEN, boxed=True, wrapped=True)
LOOKS = {
    Kind.TEXT: Look(indent=1),
    Kind.WRAPPED: Look(wrapped=True, indent=1),
    Kind.MARKED: Look(wrapped=True, indent=1),
    Kind.CODE: Look(format="@", indent=1),
    Kind.YEAR: Look(format="0", side="center"),
    Kind.COUNT: replace(_NUMBER, format="#,##0"),
    Kind.FIGURE: _NUMBER,
    Kind.DIFFERENCE: _NUMBER,
    Kind.RATIO: replace(_NUMBER, format="0.000"),
    Kind.DATE: Look(format="yyyy-mm-dd", side="center"),
    Kind.OPEN: replace(_ENTRY, format="@"),
    Kind.OPEN_FIGURE: replace(_ENTRY, side="right"),
}
"""The look of each kind of cell, but for what the row decides."""

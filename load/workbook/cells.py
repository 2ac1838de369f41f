"""Cells written by what they hold, never by what their text looks like.

Text that begins with = + - @ (or their full-width forms) stays text, codes keep their zeros, figures are
numbers in the format of their unit, and no cell is ever a formula.
"""

import re
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.numbers import BUILTIN_FORMATS_REVERSE

from load.labels import BOUND_SIGNS, mark_signs, plain_number
from warehouse.units import MONEY, PER_CENT, POINTS
from warehouse.visible import without_unseen

_MAX_TEXT = 32_767
MOST_LINK = 255
"""Characters of a link that Excel takes."""
MOST_FORMATS = 200
"""Formats of its own that a workbook has: Excel takes 200 to 250, by its language."""
NO_CELL = "\r\ufffe\uffff"
"""What a cell has not besides what is not seen: a return is shown as a box, XML 1.0 forbids the others."""
_NO_CELL = re.compile(f"[{NO_CELL}]")
WEB = r"https?://[!-~]+|(?:\.\./)*snapshots/[0-9a-f]{2}/[0-9a-f]{64}"
"""The pattern of what Excel takes as a link: a web address or a stored snapshot, plain."""
_QUOTE = '"'
TEN_THOUSAND = 10_000
FORMS = {
    "whole": "#,##0",
    "fraction": "#,##0.0#####",
    "percent": '0.0##"%"',
    "points": f'0.0##"{POINTS}"',
    "ten thousand yuan": '0\\.0,"万元"',
}
"""Excel's formats of figures. 万元 drops three digits by the comma and sets the point before the next one:
the cell holds 1650000 and shows 165.0万元."""

FONT = "Microsoft YaHei"  # on every Chinese Windows; elsewhere each program takes its own Chinese font
INK, PAPER, RULE, LINK, MUTED = "FF1F3A5F", "FFFFFFFF", "FFB8C4D4", "FF1155CC", "FF5F6B7A"
PALE, GOOD, BAD, DOUBTFUL, OPEN = "FFF1F5FA", "FFE3F1E7", "FFFBE4DA", "FFFFF4D1", "FFFFFBE6"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks. `rule` draws a line above it, `boxed` one all round."""

    format: str = "General"
    ink: str = "FF000000"
    fill: str = ""
    size: float = 10
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    wrapped: bool = False
    side: str = "left"
    indent: int = 0
    rule: bool = False
    boxed: bool = False
    middle: bool = False


class CellWriter:
    """Makes the cells of one sheet. Each look is worked out once: styles are what is dear."""

    def __init__(self, worksheet: Any) -> None:
        self._worksheet = worksheet
        self._styles: dict[Look, Any] = {}

    def text(self, text: str, look: Look) -> Any:
        """Text, whatever it looks like; characters that no cell holds are left out."""
        cell = WriteOnlyCell(self._worksheet, value=clean(text) or None)
        if cell.value is not None:
            cell.data_type = "s"  # openpyxl takes =… for a formula and #N/A for an error
        return self._styled(cell, look)

    def value(self, value: Decimal | int | date, look: Look) -> Any:
        """A number or a date."""
        return self._styled(WriteOnlyCell(self._worksheet, value=value), look)

    def link(self, text: str, address: str | None, look: Look) -> Any:
        """Text that leads to a web address; plain text where Excel would not take it as one."""
        if not can_link(address):
            return self.text(text, look)
        cell = self.text(text, replace(look, ink=LINK, underlined=True))
        cell.hyperlink = address
        return cell

    def style_id(self, look: Look) -> int:
        """The number of a look in the workbook's list of styles."""
        return int(self._styled(WriteOnlyCell(self._worksheet), look).style_id)

    def takes_format(self, format_: str) -> bool:
        """Whether the workbook has this format, now that it is asked for: up to `MOST_FORMATS` are added."""
        if format_ in BUILTIN_FORMATS_REVERSE:
            return True
        known = self._worksheet.parent._number_formats  # noqa: SLF001 (it has no other name)
        if format_ not in known and len(known) < MOST_FORMATS:
            known.add(format_)
        return format_ in known

    def _styled(self, cell: Any, look: Look) -> Any:
        style = self._styles.get(look)
        if style is None:
            _dress(cell, look)
            self._styles[look] = copy(cell._style)
        else:
            cell._style = copy(style)
        return cell


def clean(text: str) -> str:
    """Text as a cell can hold it: without what is not seen or XML forbids, at most 32,767 long."""
    return _NO_CELL.sub("", without_unseen(text))[:_MAX_TEXT]


def can_link(address: str | None) -> bool:
    """Whether Excel takes the address as a link: a web address or a stored snapshot, plain and short."""
    return address is not None and len(address) <= MOST_LINK and re.fullmatch(WEB, address) is not None


def number_format(
    value: Decimal | int,
    unit: str,
    bound: str = "exact",
    *,
    signed: bool = False,
    mark: str | None = None,
) -> str:
    """Excel's format for a figure: rates with a decimal place, counts with thousands separated, ≥ of a bound.

    A percent sign is written behind the figure, which stays 92 and does not become 0.92. A format with
    optional places alone would leave a point behind whole numbers (1,285.), so the value decides whether
    there are any. The sign of an open bound and the signs of what is to be minded are part of the
    format: the cell stays a number.
    """
    form = form_of(value, unit, signed=signed)
    return figure_format(form, bound, signed=signed, behind=mark_signs(mark))


def form_of(value: Decimal | int, unit: str, *, signed: bool = False) -> str:
    """The name of a figure's form, one of `FORMS`; a signed figure is a difference."""
    if unit == PER_CENT:
        return "points" if signed else "percent"
    if unit == POINTS:
        return "points"
    if unit == MONEY and abs(Decimal(value)) >= TEN_THOUSAND:
        return "ten thousand yuan"
    return "whole" if value == int(value) else "fraction"


def figure_words(
    value: Decimal,
    unit: str,
    bound: str = "exact",
    *,
    signed: bool = False,
    high: Decimal | None = None,
    behind: str = "",
) -> str:
    """A figure as the text of a cell, where no number will do: 30–40, 16.5–20万元.

    A range is two numbers, and a format that writes the upper one behind the lower would be one more of the
    about 200 that Excel takes. Nobody can calculate with its lower end unawares either.
    """
    form = form_of(value, unit, signed=signed)
    scale = TEN_THOUSAND if form == "ten thousand yuan" else 1
    ends = [plain_number(end / scale, signed=signed) for end in (value, high) if end is not None]
    shown = FORMS[form].partition(_QUOTE)[2].removesuffix(_QUOTE)
    return f"{BOUND_SIGNS.get(bound, '')}{'–'.join(ends)}{shown}{behind}"


def figure_format(form: str, bound: str, *, signed: bool = False, behind: str = "") -> str:
    """Excel's format of a figure by the name of its form, one of `FORMS`, and what stands at the figure."""
    number, _, unit = FORMS[form].partition(_QUOTE)
    words = f"{unit.removesuffix(_QUOTE)}{behind}"
    plain = f'{number}"{words}"' if words else number
    if signed:
        return f"+{plain};-{plain};{plain}"
    return f'"{BOUND_SIGNS[bound]}"{plain}' if bound in BOUND_SIGNS else plain


def _dress(cell: Any, look: Look) -> None:
    underline = "single" if look.underlined else None
    cell.font = Font(
        name=FONT, size=look.size, bold=look.bold, italic=look.italic, color=look.ink, underline=underline
    )
    vertical = "center" if look.middle else "top"
    indent = 0 if look.side == "center" else look.indent
    cell.alignment = Alignment(look.side, vertical, wrap_text=look.wrapped, indent=indent)
    cell.number_format = look.format
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    if look.boxed:
        line = Side("thin", color=RULE)
        cell.border = Border(left=line, right=line, top=line, bottom=line)
    elif look.rule:
        cell.border = Border(top=Side("thin", color=RULE))

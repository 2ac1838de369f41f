"""The links of a sheet's rows as XML, made with Arrow as its cells are.

openpyxl has an object for each, and one more for what it leads to: of a province's workbook they took longer
to write than all its cells. package.py puts these between its parts.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from load.workbook.cells import MOST_LINK, WEB
from load.workbook.row_xml import bytes_of

MAX_LINKS = 60_000  # Excel drops a sheet's links from 65,530 on
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MARKUP = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"))


class Links:
    """What the cells of one sheet lead to, as it grows."""

    def __init__(self) -> None:
        self.count = 0
        self._elements: list[pa.Array] = []
        self._relations: list[pa.Array] = []

    def take(self, letter: str, first: int, targets: pa.Array, *, inside: bool) -> pa.Array:
        """Link a column's cells from row number `first` on, to web addresses or `inside` the workbook.

        Returns the targets without those that Excel would not take.
        """
        texts = pc.fill_null(targets.cast(pa.string()), "")
        taken = _numpy(pc.not_equal(texts, "") if inside else _can_link(texts))
        taken &= np.cumsum(taken) <= MAX_LINKS - self.count
        rows = np.flatnonzero(taken)
        cells, where = _texts(rows + first), _as_attributes(texts.filter(pa.array(taken)))
        if inside:
            self._elements.append(_join(f'<hyperlink ref="{letter}', cells, '" location="', where, '"/>'))
        else:
            names = _texts(np.arange(self.count, self.count + len(rows)))
            self._elements.append(_join(f'<hyperlink ref="{letter}', cells, '" r:id="link', names, '"/>'))
            opened = f'<Relationship Type="{_OFFICE}/hyperlink" Target="'
            self._relations.append(_join(opened, where, '" TargetMode="External" Id="link', names, '"/>'))
        self.count += len(rows)
        return pc.if_else(pa.array(taken), texts, pa.scalar(None, pa.string()))

    def elements(self) -> bytes:
        """The sheet's element of links; nothing where there are none."""
        links = _bytes(self._elements)
        return b'<hyperlinks xmlns:r="%s">%s</hyperlinks>' % (_OFFICE.encode(), links) if links else b""

    def relations(self) -> bytes:
        """The addresses of web pages, as the sheet's relations name them."""
        return _bytes(self._relations)


def _can_link(texts: pa.Array) -> pa.Array:
    """`cells.can_link` of many."""
    short = pc.less_equal(pc.binary_length(texts), MOST_LINK)
    return pc.and_(short, pc.match_substring_regex(texts, f"^(?:{WEB})$"))


def _as_attributes(texts: pa.Array) -> pa.Array:
    for sign, instead in _MARKUP:
        texts = pc.replace_substring(texts, sign, instead)
    return texts


def _texts(numbers: Any) -> pa.Array:
    return pa.array(numbers).cast(pa.string())


def _numpy(flags: pa.Array) -> Any:
    return flags.to_numpy(zero_copy_only=False)


def _join(*pieces: Any) -> pa.Array:
    return pc.binary_join_element_wise(*pieces, "")


def _bytes(pieces: list[pa.Array]) -> bytes:
    return b"".join(bytes_of(piece) for piece in pieces)

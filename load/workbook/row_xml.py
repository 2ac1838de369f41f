"""Rows of a sheet as XML, made column by column with Arrow: no loop over cells, memory for one batch alone.

openpyxl writes what stands there once (headings, styles, tables, charts, lists) and package.py puts these
rows between. bench/workbook.py measures it beside openpyxl's own write-only rows and pandas.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from load.labels import BOUND_SIGNS, MARK_SIGNS, mark_signs
from load.workbook.cells import (
    FONT,
    FORMS,
    LINK,
    NO_CELL,
    TEN_THOUSAND,
    CellWriter,
    figure_format,
    figure_words,
)
from load.workbook.columns import LOOKS, Column, Kind, Sheet
from warehouse.units import MONEY, PER_CENT, POINTS
from warehouse.visible import UNSEEN

LINE = 15.5
"""Points that a line takes."""
_MAX_LINES = 14
_GLYPH = 0.94  # half a Chinese character at 10 points, in the units of a column's width
_MAX_TEXT = 32_767
_FORBIDDEN = f"[{UNSEEN}{NO_CELL}]"
_ESCAPED = r"_(x[0-9A-Fa-f]{4}_)"  # Excel reads _x0041_ as A
_MARKED_RUN = f'<b/><sz val="10"/><color rgb="FFC00000"/><rFont val="{FONT}"/>'
_TRAILING = r"\.?0+$"
_DAYS_BEFORE_1970 = 25_569  # Excel counts them from the end of 1899
_BOUNDS = ("exact", *BOUND_SIGNS)
_FORMS = tuple(FORMS)
_SETS_OF_SIGNS = 2 ** len(MARK_SIGNS)
_AS_TEXT = len(_FORMS) * len(_BOUNDS) * _SETS_OF_SIGNS
"""Stands for the format of a figure that is written out: a range, or one past Excel's number of formats."""


class RowWriter:
    """Turns batches of rows into `<row>` elements, one after the other from the second row of the sheet on.

    `widths` of the columns decide where text wraps and how high a row is; `styles` are the workbook's.
    `letters` are the columns' names.
    """

    def __init__(
        self, sheet: Sheet, widths: Sequence[float], letters: Sequence[str], styles: CellWriter
    ) -> None:
        self._sheet = sheet
        self._widths = widths
        self._letters = letters
        self._in_book = styles
        self._styles: dict[tuple[Any, ...], str] = {}
        self._signs: list[str] = [""]
        self._previous: object = object()
        self.rows = 1

    def xml(self, batch: pa.RecordBatch) -> memoryview:
        """The rows' XML. The batch has the fields that the columns name."""
        count = batch.num_rows
        first = self.rows + 1
        self.rows += count
        numbers = pa.array(np.arange(first, first + count)).cast(pa.string())
        ruled = self._ruled(batch)
        opened = _join('<row r="', numbers, '" ht="', self._heights(batch), '" customHeight="1">')
        cells = [
            self._cell(column, letter, batch, numbers, ruled)
            for column, letter in zip(self._sheet.columns, self._letters, strict=True)
        ]
        return bytes_of(_join(opened, *cells, "</row>"))

    def _ruled(self, batch: pa.RecordBatch) -> np.ndarray[Any, Any]:
        """Which rows begin another group than the row above."""
        if not self._sheet.group or not batch.num_rows:
            return np.zeros(batch.num_rows, dtype=bool)
        group = batch[self._sheet.group]
        values = group.dictionary_encode().indices.to_numpy(zero_copy_only=False)
        first = group[0].as_py() != self._previous
        self._previous = group[-1].as_py()
        return np.concatenate([[first], values[1:] != values[:-1]])

    def _heights(self, batch: pa.RecordBatch) -> pa.Array:
        lines = np.ones(batch.num_rows, dtype=np.int64)
        for column, width in zip(self._sheet.columns, self._widths, strict=True):
            if column.wraps:
                lines = np.maximum(lines, lines_of_column(_shown_text(column, batch), width))
        heights = np.minimum(lines, _MAX_LINES) * LINE + 2
        return pa.array(heights).cast(pa.string())

    def _cell(
        self,
        column: Column,
        letter: str,
        batch: pa.RecordBatch,
        numbers: pa.Array,
        ruled: np.ndarray[Any, Any],
    ) -> pa.Array:
        forms = self._forms(column, batch)
        content = _CONTENTS.get(column.kind, _text_content)(column, batch)
        if (written_out := forms == _AS_TEXT).any():
            content = _with_words(content, column, batch, written_out)
        styles = self._style_array(column, batch, forms, ruled)
        opened = _join(f'<c r="{letter}', numbers, '" s="', styles, '"')
        return _join(opened, pc.if_else(pc.equal(content, ""), "/>", content))

    def _style_array(
        self,
        column: Column,
        batch: pa.RecordBatch,
        form: np.ndarray[Any, Any],
        ruled: np.ndarray[Any, Any],
    ) -> pa.Array:
        """The style of each cell: by its kind, its format, whether it is derived or a link."""
        italic = _is_derived(column, batch)
        linked = _is_linked(column, batch)
        codes = ((form * 2 + italic) * 2 + linked) * 2 + ruled
        known, where = np.unique(codes, return_inverse=True)
        names = pa.array([self._style(column, int(code)) for code in known], pa.string())
        return names.take(pa.array(where))

    def _style(self, column: Column, code: int) -> str:
        key = (column.kind, column.name, code)
        if key not in self._styles:
            rest, ruled = divmod(code, 2)
            rest, linked = divmod(rest, 2)
            form, italic = divmod(rest, 2)
            look = replace(LOOKS[column.kind], rule=bool(ruled), italic=bool(italic), bold=column.strong)
            if linked:
                look = replace(look, ink=LINK, underlined=True)
            if column.kind in (Kind.FIGURE, Kind.DIFFERENCE):
                look = replace(look, format=self._format(form, signed=_is_signed(column)))
            self._styles[key] = str(self._in_book.style_id(look))
        return self._styles[key]

    def _forms(self, column: Column, batch: pa.RecordBatch) -> np.ndarray[Any, Any]:
        """The number of each figure's format: its form and bound, the signs behind it; or `_AS_TEXT`."""
        form = _forms(column, batch)
        if column.kind not in (Kind.FIGURE, Kind.DIFFERENCE):
            return form
        signs = self._numbered(batch[column.mark]) if column.mark else 0
        form = np.asarray(form * _SETS_OF_SIGNS + signs)
        if column.high:
            form[_truth(pc.is_valid(batch[column.high]))] = _AS_TEXT
        for code in np.unique(form):
            if not self._in_book.takes_format(self._format(int(code), signed=_is_signed(column))):
                form[form == code] = _AS_TEXT
        return form

    def _format(self, code: int, *, signed: bool) -> str:
        if code == _AS_TEXT:
            return "@"
        rest, signs = divmod(code, _SETS_OF_SIGNS)
        form, bound = divmod(rest, len(_BOUNDS))
        return figure_format(_FORMS[form], _BOUNDS[bound], signed=signed, behind=self._signs[signs])

    def _numbered(self, marks: pa.Array) -> np.ndarray[Any, Any]:
        """The number of each mark's set of signs among those that the sheet has so far; 0 for none."""
        coded = marks.dictionary_encode()
        numbers = []
        for mark in coded.dictionary.to_pylist():
            signs = mark_signs(mark)
            if signs not in self._signs:
                self._signs.append(signs)
            numbers.append(self._signs.index(signs))
        where = pc.fill_null(coded.indices.cast(pa.int64()), len(numbers))
        return np.asarray(np.array([*numbers, 0], dtype=np.int64)[where.to_numpy(zero_copy_only=False)])


def lines_of_column(texts: pa.Array, width: float) -> np.ndarray[Any, Any]:
    """How many lines each text takes in a column `width` wide; a Chinese character is two wide."""
    signs = pc.utf8_length(texts).to_numpy(zero_copy_only=False).astype(np.int64)
    octets = pc.binary_length(texts).to_numpy(zero_copy_only=False).astype(np.int64)
    breaks = pc.count_substring(texts, "\n").to_numpy(zero_copy_only=False).astype(np.int64)
    shown = signs + (octets - signs) // 2
    lines = np.ceil(shown * _GLYPH / max(width - 3, 1)).astype(np.int64)
    return np.asarray(np.maximum(lines, 1) + breaks)


def _shown_text(column: Column, batch: pa.RecordBatch) -> pa.Array:
    if column.kind is Kind.MARKED:
        return _join(*(_filled(batch, f"{column.name}_{part}") for part in ("before", "marked", "after")))
    return labelled(column, batch)


def labelled(column: Column, batch: pa.RecordBatch) -> pa.Array:
    """What a column of texts or codes shows: labels for codes, a code itself where it has none."""
    values = batch[column.name]
    if pa.types.is_boolean(values.type):
        values = pc.cast(values, pa.string())
    if not column.labels:
        return pc.fill_null(values.cast(pa.string()), "")
    codes = pa.array([str(code).lower() if isinstance(code, bool) else code for code in column.labels])
    words = pa.array(list(column.labels.values())).take(pc.index_in(values, codes))
    return pc.fill_null(pc.coalesce(words, values.cast(pa.string())), "")


def _text_content(column: Column, batch: pa.RecordBatch) -> pa.Array:
    return _inline(labelled(column, batch))


def _inline(texts: pa.Array) -> pa.Array:
    """Text as a cell holds it, whatever it looks like: never a formula, a number or an error."""
    escaped = _escape(pc.utf8_slice_codeunits(texts, 0, _MAX_TEXT))
    filled = _join(' t="inlineStr"><is><t xml:space="preserve">', escaped, "</t></is></c>")
    return pc.if_else(pc.equal(escaped, ""), "", filled)


def _marked_content(column: Column, batch: pa.RecordBatch) -> pa.Array:
    """A sentence with its figure in bold; Excel refuses runs that are empty."""
    before, marked, after = (
        _escape(_filled(batch, f"{column.name}_{part}")) for part in ("before", "marked", "after")
    )
    runs = _join(
        ' t="inlineStr"><is>',
        _run(before, ""),
        _run(marked, f"<rPr>{_MARKED_RUN}</rPr>"),
        _run(after, ""),
        "</is></c>",
    )
    whole = _join(before, marked, after)
    plain = _join(' t="inlineStr"><is><t xml:space="preserve">', whole, "</t></is></c>")
    return pc.if_else(pc.equal(whole, ""), "", pc.if_else(pc.equal(marked, ""), plain, runs))


def _run(texts: pa.Array, looks: str) -> pa.Array:
    return pc.if_else(
        pc.equal(texts, ""), "", _join(f'<r>{looks}<t xml:space="preserve">', texts, "</t></r>")
    )


def _number_content(column: Column, batch: pa.RecordBatch) -> pa.Array:
    return _value(plain_texts(batch[column.name]))


def plain_texts(numbers: pa.Array) -> pa.Array:
    """Numbers without the zeros that their column type adds."""
    texts = numbers.cast(pa.string())
    if pa.types.is_decimal(numbers.type):
        texts = pc.replace_substring_regex(texts, _TRAILING, "")
    return pc.if_else(pc.equal(texts, ""), "0", texts)


def _date_content(column: Column, batch: pa.RecordBatch) -> pa.Array:
    days = batch[column.name].cast(pa.int32())
    return _value(pc.add(days, _DAYS_BEFORE_1970).cast(pa.string()))


def _with_words(
    content: pa.Array, column: Column, batch: pa.RecordBatch, written_out: np.ndarray[Any, Any]
) -> pa.Array:
    """A figure column's content with those rows that are written out, which are few, in words."""
    names = {"value": column.name, "unit": column.unit, "bound": column.bound, "high": column.high}
    fields = {key: name for key, name in names.items() if name}
    rows = batch.filter(pa.array(written_out)).select(
        dict.fromkeys([*fields.values(), column.mark or column.name])
    )
    words = []
    for row in rows.to_pylist():
        given = {key: row[name] for key, name in fields.items()}
        given["bound"] = given.get("bound") or "exact"
        behind = mark_signs(row[column.mark]) if column.mark else ""
        words.append(
            None
            if given["value"] is None
            else figure_words(**given, signed=_is_signed(column), behind=behind)
        )
    return pc.replace_with_mask(
        content, pa.array(written_out), _inline(pa.array(words, pa.string()).fill_null(""))
    )


def _is_signed(column: Column) -> bool:
    """Whether a column shows differences."""
    return column.kind is Kind.DIFFERENCE


def _value(texts: pa.Array) -> pa.Array:
    return pc.fill_null(pc.binary_join_element_wise("><v>", texts, "</v></c>", ""), "")


_CONTENTS: Mapping[Kind, Callable[[Column, pa.RecordBatch], pa.Array]] = {
    Kind.MARKED: _marked_content,
    Kind.YEAR: _number_content,
    Kind.COUNT: _number_content,
    Kind.FIGURE: _number_content,
    Kind.DIFFERENCE: _number_content,
    Kind.RATIO: _number_content,
    Kind.DATE: _date_content,
    Kind.OPEN: lambda column, batch: pa.repeat(pa.scalar(""), batch.num_rows),
    Kind.OPEN_FIGURE: lambda column, batch: pa.repeat(pa.scalar(""), batch.num_rows),
}


def _forms(column: Column, batch: pa.RecordBatch) -> np.ndarray[Any, Any]:
    """The number of each figure's format: by its unit, its size, and the bound that is printed with it."""
    if column.kind not in (Kind.FIGURE, Kind.DIFFERENCE):
        return np.zeros(batch.num_rows, dtype=np.int64)
    values, units = batch[column.name], batch[column.unit]
    whole = _truth(pc.ends_with(values.cast(pa.string()), ".000000"))
    form = np.where(whole, _FORMS.index("whole"), _FORMS.index("fraction"))
    rates = "points" if column.kind is Kind.DIFFERENCE else "percent"
    form = np.where(_truth(pc.equal(units, PER_CENT)), _FORMS.index(rates), form)
    form = np.where(_truth(pc.equal(units, POINTS)), _FORMS.index("points"), form)
    dear = _truth(pc.greater_equal(pc.abs(values), pa.scalar(TEN_THOUSAND)))
    form = np.where(_truth(pc.equal(units, MONEY)) & dear, _FORMS.index("ten thousand yuan"), form)
    if not column.bound:
        return np.asarray(form * len(_BOUNDS))
    bounds = pc.fill_null(pc.index_in(batch[column.bound], pa.array(_BOUNDS)), 0)
    return np.asarray(form * len(_BOUNDS) + bounds.to_numpy(zero_copy_only=False))


def _is_derived(column: Column, batch: pa.RecordBatch) -> np.ndarray[Any, Any]:
    if not column.basis:
        return np.zeros(batch.num_rows, dtype=bool)
    return _truth(pc.equal(batch[column.basis], "derived"))


def _is_linked(column: Column, batch: pa.RecordBatch) -> np.ndarray[Any, Any]:
    link = column.link or column.leads_to
    if not link:
        return np.zeros(batch.num_rows, dtype=bool)
    return _truth(pc.not_equal(pc.fill_null(batch[link].cast(pa.string()), ""), ""))


def _truth(flags: pa.Array) -> np.ndarray[Any, Any]:
    return np.asarray(pc.fill_null(flags, fill_value=False).to_numpy(zero_copy_only=False), dtype=bool)


def _escape(texts: pa.Array) -> pa.Array:
    """Text for XML, without what no cell holds. Most batches have nothing to escape in most columns."""
    for pattern, instead in ((_FORBIDDEN, ""), (_ESCAPED, r"_x005F_\1")):
        if pc.any(pc.match_substring_regex(texts, pattern)).as_py():
            texts = pc.replace_substring_regex(texts, pattern, instead)
    for sign, instead in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        if pc.any(pc.match_substring(texts, sign)).as_py():
            texts = pc.replace_substring(texts, sign, instead)
    return texts


def _filled(batch: pa.RecordBatch, name: str) -> pa.Array:
    return pc.fill_null(batch[name], "")


def _join(*pieces: Any) -> pa.Array:
    return pc.binary_join_element_wise(*pieces, "")


def bytes_of(texts: pa.Array) -> memoryview:
    """All texts one after the other, as they lie in memory."""
    if not len(texts):
        return memoryview(b"")
    _, offsets, content = texts.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)
    return memoryview(content)[ends[texts.offset] : ends[texts.offset + len(texts)]]

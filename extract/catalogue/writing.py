"""New rows at the end of a catalogue's CSV, whatever its columns and charset."""

import csv
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from io import StringIO

from extract.documents.files.charset import decode

COLUMNS = ("place", "name", "year", "url", "publisher", "third_party", "left_out", "note")
"""The columns of a catalogue that we begin."""


def with_rows(data: bytes, rows: Iterable[Mapping[str, str]]) -> bytes:
    """The catalogue's bytes with `rows` at its end, in its own columns, charset, mark and line ends.

    A row's value for which the file has no column is left out. Empty `data` begins a catalogue.
    """
    decoded = decode(data)
    text = decoded.text
    line_end = "\r\n" if "\r\n" in text else "\n"
    if not text.strip():
        text = ",".join(COLUMNS) + line_end
    header = [name.strip().lower() for name in next(csv.reader(StringIO(text, newline="")))]
    added = StringIO(newline="")
    writer = csv.writer(added, lineterminator=line_end)
    writer.writerows([row.get(name, "") for name in header] for row in rows)
    joined = text if text.endswith("\n") else text + line_end
    mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    return mark + (joined + added.getvalue()).encode(decoded.charset.removesuffix("-sig"))

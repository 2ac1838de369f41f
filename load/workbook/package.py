"""The workbook's file: openpyxl's parts with our rows between, streamed, with fixed times.

openpyxl stamps parts with the clock and writes each row through XML objects. Here every part has the same
date, so that the same content is the same bytes, and rows come from the files that `sheets` made.
"""

import io
import os
import re
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from load.workbook.sheets import Written
from warehouse.errors import LoadError

_DATE = (1980, 1, 1, 0, 0, 0)
_ROWS_END = b"</sheetData>"
_BEHIND_LINKS = b"<pageMargins"
_RELATIONS_END = b"</Relationships>"
_SHEET = re.compile(r"xl/worksheets/(?:_rels/)?sheet(\d+)\.xml(\.rels)?")
_LEVEL = 3
"""Of zlib: 6 takes three times as long for a file smaller by a seventh."""


def write_package(workbook: Workbook, sheets: Mapping[str, Written], target: Path) -> None:
    """Write the package to `target` and read it back. `sheets` by title are those whose rows lie in a file.

    Raises LoadError where the disk keeps something else, OSError where it refuses.
    """
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        ExcelWriter(workbook, archive).write_data()
    titles = [worksheet.title for worksheet in workbook.worksheets]
    output = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
    with zipfile.ZipFile(raw) as archive, output:
        for name in archive.namelist():
            content = archive.read(name)
            found = _SHEET.fullmatch(name)
            written = sheets.get(titles[int(found[1]) - 1]) if found else None
            if written and found and found[2]:
                content = content.replace(_RELATIONS_END, written.links.relations() + _RELATIONS_END)
                written = None
            _add_part(output, name, content, written)
    try:
        with zipfile.ZipFile(target) as archive:
            odd = archive.testzip()
    except zipfile.BadZipFile as error:
        odd = str(error)
    if odd:
        raise LoadError(f"is not what was written: {odd}", str(target), "check the disk")


def _add_part(output: zipfile.ZipFile, name: str, content: bytes, written: Written | None) -> None:
    if written is None:
        part = zipfile.ZipInfo(name, _DATE)
        part.compress_type = zipfile.ZIP_DEFLATED
        output.writestr(part, content, compresslevel=_LEVEL)
        return
    head, tail = content.split(_ROWS_END)
    large = written.rows_file.exists() and os.stat(written.rows_file).st_size > 2**30
    with output.open(name, "w", force_zip64=large) as sink:  # by name it has this date too, and the level
        sink.write(head)
        if written.rows_file.exists():
            with written.rows_file.open("rb") as rows:
                shutil.copyfileobj(rows, sink, 2**20)
        # openpyxl's order: links stand before the page's margins, which each of our sheets has
        sink.write(_ROWS_END + tail.replace(_BEHIND_LINKS, written.links.elements() + _BEHIND_LINKS, 1))

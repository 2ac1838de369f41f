"""The workbook for reviewers: what the warehouse knows, with the sentence and the source of each figure."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from load.comparison import summary_of
from load.connection import Connection, Database
from load.database import open_readonly
from load.durable import publish, write_bytes
from load.overview import add_overview
from load.sheets import Sheet, add_sheet
from load.workbook_sheets import CITIES, TABLES, rows_of, trend_sheet

_EPOCH = datetime(2000, 1, 1)  # no clock: the same content is the same file


def write_workbook(database: Database, target: Path, base_year: int) -> None:
    """Write the workbook of a warehouse to `target`, whole or not at all, in place of an older one.

    The same warehouse content gives the same bytes. Raises LoadError where there is no warehouse, or the
    target cannot be replaced (it is open in another program).
    """
    with open_readonly(database) as connection:
        content = _package(_workbook(connection, base_year))
    staged = target.with_name(f".{target.name}.new")
    try:
        write_bytes(staged, content)
        publish(staged, target)
    finally:
        staged.unlink(missing_ok=True)


def _workbook(connection: Connection, base_year: int) -> Workbook:
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "fazhi"
    workbook.properties.title = f"法治政府建设年度报告数据 {base_year}"
    workbook.properties.created = workbook.properties.modified = _EPOCH
    sheets = [(sheet, rows_of(connection, question, base_year)) for question, sheet in TABLES.items()]
    sheets.insert(_after(sheets, CITIES), trend_sheet(connection, base_year))
    add_overview(
        workbook, summary_of(connection, base_year), [(sheet.title, rows.num_rows) for sheet, rows in sheets]
    )
    for sheet, rows in sheets:
        add_sheet(workbook, sheet, rows)
    return workbook


def _after(sheets: list[tuple[Sheet, object]], wanted: Sheet) -> int:
    return 1 + next(at for at, (sheet, _) in enumerate(sheets) if sheet is wanted)


def _package(workbook: Workbook) -> bytes:
    """The workbook's bytes, with the same date on every part: openpyxl stamps parts with the clock."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        ExcelWriter(workbook, archive).write_data()
    with zipfile.ZipFile(raw) as archive, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as output:
        for name in archive.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            output.writestr(part, archive.read(name))
    return fixed.getvalue()

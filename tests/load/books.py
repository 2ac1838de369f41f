"""Workbooks made for tests, read back by heading, and a checker of what Excel wants of the package."""

import re
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook

from load import sheets
from load.database import build_database
from load.workbook import write_workbook
from tests.load.factories import CASES, LOSS, METRICS, PLACES, statement, write

SHEETS = [
    "概览 Overview", "年度比较 Years", "城市比较 Cities", "历年数值 Trend", "数据 Figures",
    "全部数字 Statements", "指标 Metrics", "来源 Sources", "问题 Issues",
]  # fmt: skip


def make(root: Path, content: Any, name: str = "book.xlsx") -> Path:
    write(root, content)
    build_database(root, root / "w.duckdb", METRICS, PLACES)
    write_workbook(root / "w.duckdb", root / name, 2017)
    return root / name


def figures() -> list[dict[str, Any]]:
    return [
        statement("330700-2017", "9.5%", "9.5", metric=LOSS, year=2016, sentence="2016年败诉率9.5%。"),
        statement("330700-2017", "6.9%", "6.9", metric=LOSS, sentence="2017年败诉率6.9%。" * 20),
        statement("330500-2017", "7.9%", "7.9", metric=LOSS),
        statement("330700-2017", "85以上", "85", bound="at_least", scope="全市"),
        statement(
            "330700-2017", "个", None, bound="blank", unit="件", metric=CASES, sentence="共抽取 个案卷。"
        ),
        statement("330700-2017", "33986件", "33986", unit="件", metric=CASES, char_start=9),
        statement("330700-2017", "两个", "2", unit="个", metric=None),
    ]


def sheet_rows(path: Path, title: str) -> list[dict[str, Any]]:
    """Rows of a sheet by the English half of its headings."""
    worksheet = load_workbook(path)[title]
    rows = list(worksheet.iter_rows(values_only=True))
    heads = [str(head).split("\n")[-1] for head in rows[0]]
    return [dict(zip(heads, row, strict=True)) for row in rows[1:]]


def parts_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if not name.endswith("/")}


def problems_of(path: Path) -> list[str]:
    """What Excel would repair or refuse, though LibreOffice opens it without a word."""
    parts = parts_of(path)
    found = [problem for name in parts for problem in _xml_problems(name, parts[name])]
    for worksheet in load_workbook(path):
        heads = [str(cell.value).casefold() for cell in worksheet[1]]
        filtered = worksheet.auto_filter.ref
        if filtered and len(set(heads)) < len(heads):
            found.append(f"{worksheet.title}: a heading stands twice")
        if filtered and filtered.split(":")[1] != f"{worksheet[1][-1].column_letter}{worksheet.max_row}":
            found.append(f"{worksheet.title}: the filter is not over the rows")
        if worksheet.tables or len(worksheet.title) > 31 or re.search(r"[\\/?*:\[\]]", worksheet.title):
            found.append(f"{worksheet.title}: a table, or a title that Excel refuses")
    return found


def _xml_problems(name: str, content: str) -> list[str]:
    root = ElementTree.fromstring(content)
    tags = Counter(element.tag.rpartition("}")[2] for element in root.iter())
    found = [
        f"{name}: two {tag}"
        for tag in ("autoFilter", "hyperlinks", "sheetData", "mergeCells")
        if tags[tag] > 1
    ]
    if tags["hyperlink"] > sheets.MAX_LINKS:
        found.append(f"{name}: {tags['hyperlink']} links")
    for link in root.iter("{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"):
        if len(link.get("Target", "")) > 255:
            found.append(f"{name}: a link too long")
    return found


def convert(path: Path, kind: str, folder: Path) -> Path:
    """Have LibreOffice convert a file, under a profile of its own."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"

"""Workbooks made for tests, read back by heading; LibreOffice converts them."""

import subprocess
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from load.workbook.book import write_workbook
from tests.load.factories import CASES, LOSS, statement, write
from tests.warehouse.warehouses import load_file

SHEETS = [
    "说明 About", "总览 Overview", "年度对比 Years", "城市对比 Cities", "明细 Figures", "复核 Review",
    "质量 Checks", "指标 Metrics", "来源 Sources",
]  # fmt: skip


def make(root: Path, content: Any, name: str = "book.xlsx") -> Path:
    write(root, content)
    load_file(root, root / "w.duckdb")
    write_workbook(root / "w.duckdb", root / name, 2017)
    return root / name


def again(book: Path, target: Path) -> Path:
    """The workbook written once more, of the same warehouse."""
    write_workbook(book.parent / "w.duckdb", target, 2017)
    return target


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


def opened(path: Path) -> Workbook:
    """The workbook as openpyxl reads it, to be looked at and never changed: read once while it stays."""
    return _opened(path, path.stat().st_ino, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _opened(path: Path, *_: int) -> Workbook:
    return load_workbook(path)


def sheet_rows(path: Path, title: str) -> list[dict[str, Any]]:
    """Rows of a sheet by the English half of its headings."""
    worksheet = opened(path)[title]
    rows = list(worksheet.iter_rows(values_only=True))
    heads = [english(head) for head in rows[0]]
    return [dict(zip(heads, row, strict=True)) for row in rows[1:]]


def english(heading: object) -> str:
    """The English half of a heading: 对比年 Against is Against."""
    return str(heading or "").partition(" ")[2]


def parts_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if not name.endswith("/")}


def convert(path: Path, kind: str, folder: Path) -> Path:
    """Have LibreOffice convert a file, under a profile of its own."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"

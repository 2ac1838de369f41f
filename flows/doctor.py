"""What is missing on this machine, and the fix."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extract.catalogue import read_catalogue
from flows.extras import missing_modules
from flows.serving.prefect_database import FILE, LARGEST, prefect_database
from flows.serving.server import home_of, is_healthy
from flows.settings import Settings, prefect_api_url
from load.engines.database import open_readonly
from warehouse.errors import FazhiError
from warehouse.places import load_places

_PACKAGES = ("prefect", "pyarrow", "duckdb", "openpyxl", "selectolax", "pypdfium2", "httpx", "pandas")
_LEAST_FREE = 2 * 2**30


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found, whether that is well, the fix, and whether it is needed."""

    name: str
    found: str
    is_well: bool
    fix: str = ""
    is_needed: bool = True

    @property
    def is_fatal(self) -> bool:
        """Whether fazhi cannot work like this."""
        return self.is_needed and not self.is_well


def examine(read_settings: Callable[[], Settings]) -> list[Finding]:
    """Look at Python, packages, settings, data folder, disk, what the settings name, and optional programs.

    What the settings name is tried: the catalogue is read, the database opened.
    """
    findings = [_python(), _packages()]
    try:
        settings = read_settings()
    except FazhiError as error:
        return [*findings, Finding("设置 settings", error.what, is_well=False, fix=str(error))]
    asked = (*_catalogue(settings), *_database(settings), *_extras(settings))
    return [*findings, *_data_folder(settings.data_dir), *asked, *_prefect_server(settings), *_programs()]


def _python() -> Finding:
    found = sys.version.split()[0]
    return Finding("Python", found, sys.version_info >= (3, 11), "install Python 3.11 or newer")


def _packages() -> Finding:
    missing = [name for name in _PACKAGES if _version(name) is None]
    found = ", ".join(f"{name} {_version(name)}" for name in _PACKAGES if name not in missing)
    fix = f"missing: {', '.join(missing)}; make run installs them from requirements.lock"
    return Finding("软件包 packages", found, not missing, fix)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _data_folder(folder: Path) -> Iterator[Finding]:
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    writable = nearest.is_dir() and os.access(nearest, os.W_OK)
    fix = "set FAZHI_DATA_DIR to a folder you may write"
    yield Finding("数据目录 data folder", str(folder), writable, fix)
    free = shutil.disk_usage(nearest).free
    fix = "free at least 2 GB, or move the data folder"
    yield Finding("磁盘 disk", f"{free / 2**30:.1f} GB free", free >= _LEAST_FREE, fix, is_needed=False)


def _catalogue(settings: Settings) -> Iterator[Finding]:
    path = settings.catalogue_path
    try:
        catalogue = read_catalogue(path, load_places(), settings.catalogue_folders)
    except FazhiError as error:
        yield Finding("目录 catalogue", f"{path}: {error.what}", is_well=False, fix=error.way_out)
        return
    found = f"{path}: {len(catalogue.entries)} reports, {len(catalogue.rejected)} rows refused"
    fix = f"`fazhi catalogue check {path}` says which rows and why"
    yield Finding("目录 catalogue", found, not catalogue.rejected, fix, is_needed=False)


def _database(settings: Settings) -> Iterator[Finding]:
    name, database = "数据库 database", settings.database
    if isinstance(database, Path) and not database.exists():
        yield Finding(name, f"{database}: not made yet", is_well=True)
        return
    try:
        with open_readonly(database, settings.database_limits) as connection:
            connection.execute("SELECT COUNT(*) FROM dim_report").fetchone()
    except FazhiError as error:
        # a schema that a server does not have yet is made by the first run
        yield Finding(name, error.what, is_well=False, fix=error.way_out or "`fazhi rebuild`")
    else:
        yield Finding(name, str(database), is_well=True)


def _extras(settings: Settings) -> Iterator[Finding]:
    """The packages that only some settings need, where they ask for them."""
    for extra, missing in missing_modules(settings).items():
        found = f"missing: {', '.join(missing)}" if missing else "installed"
        yield Finding(f"附加 extra {extra}", found, not missing, f"pip install 'fazhi[{extra}]'")


def _prefect_server(settings: Settings) -> Iterator[Finding]:
    named = prefect_api_url()
    if named is None:
        found = "no PREFECT_API_URL: fazhi starts a server of its own for each run"
        yield Finding("Prefect", found, is_well=True)
        yield from _prefect_database(settings.prefect_home)
    else:
        fix = "start it with `prefect server start`, or unset PREFECT_API_URL"
        is_there = is_healthy(named)
        yield Finding("Prefect", named, is_there, fix)
        if is_there:
            yield from _prefect_database(home_of(named))
            yield _schedules(settings)


def _prefect_database(home: Path | None) -> Iterator[Finding]:
    """How large and how old what shows the runs is; nothing where it is not on this machine."""
    name = "Prefect 的数据库 Prefect's own database"
    fix = f"stop what uses it, delete {home}/{FILE}*, start: deployments are code, and made again"
    try:
        database = prefect_database(home) if home else None
    except sqlite3.Error as error:
        yield Finding(name, f"{home}: {error}", is_well=False, fix=fix, is_needed=False)
        return
    if database:
        found = f"{database.in_words(datetime.now(UTC))}; too large from {LARGEST >> 20:,} MB on"
        yield Finding(name, found, database.bytes < LARGEST, fix, is_needed=False)


def _schedules(settings: Settings) -> Finding:
    """What stands on the server, read back: deploying says nothing of it."""
    from flows.deployments import read_back  # loads Prefect, which takes a second

    lines = read_back(settings)
    fix = "look at its page; `fazhi serve`, or deploying, puts there what is missing"
    found = "\n".join(lines) or "none that differs from the settings"
    return Finding("计划 schedules", found, not lines, fix, is_needed=False)


def _programs() -> Iterator[Finding]:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    fix = "apt-get install libreoffice-writer-nogui (only Word 97–2003 files need it)"
    yield Finding("LibreOffice", office or "not found", office is not None, fix, is_needed=False)
    ocr = _version("rapidocr")
    fix = "pip install 'fazhi[ocr]' (only scanned PDFs need it)"
    yield Finding("文字识别 OCR", ocr or "not installed", ocr is not None, fix, is_needed=False)
    fix = "apt-get install fonts-noto-cjk (only pictures and rendered workbooks need it)"
    has_font = _has_chinese_font()
    found = "found" if has_font else "not found"
    yield Finding("中文字体 Chinese font", found, has_font, fix, is_needed=False)


def _has_chinese_font() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    listed = subprocess.run([lister, ":lang=zh"], capture_output=True, check=False, timeout=60)
    return bool(listed.stdout.strip())

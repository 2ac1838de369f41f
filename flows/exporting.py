"""What a run makes of the warehouse at its end: workbooks, and if asked for a site or a release as well."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from flows.request import Export
from flows.settings import Settings
from flows.steps import export_workbook
from load.engines.database import open_readonly
from load.questions.comparison import check_findings
from warehouse.errors import FazhiError, SettingsError


@dataclass(frozen=True, slots=True)
class Exported:
    """Whether a workbook was written, and where the site or the release lies that was made ("": none)."""

    wrote_workbook: bool
    made: str = ""


def export_chosen(settings: Settings, base_year: int, what: Export) -> Exported:
    """Make what a run asks for. Raises FazhiError where a release is refused or the disk refuses."""
    if what == "nothing":
        return Exported(wrote_workbook=False)
    wrote = export_workbook(settings, base_year)
    if what == "site":
        return Exported(wrote, str(_site(settings, base_year)))
    if what == "release":
        return Exported(wrote, str(_release(settings)))
    return Exported(wrote)


def refuse_second_release(settings: Settings, what: Export) -> None:
    """Raise SettingsError where the day's release is there, before a night is read for nothing."""
    folder = settings.releases / _today().isoformat()
    if what == "release" and folder.exists():
        way_out = "a release is never written over: move it away, or `fazhi release` into another folder"
        raise SettingsError("is there already", str(folder), way_out)


def _site(settings: Settings, base_year: int) -> Path:
    from flows.site import build_site  # brings templates and readers, for which other runs need not wait

    build_site(settings, settings.site, base_year)
    return settings.site / "index.html"


def _release(settings: Settings) -> Path:
    """The day's release, told against the newest one before it. Raises FazhiError where a check is broken."""
    from load.release.writing import DESCRIPTOR, write_release

    day = _today()
    before = [path for path in sorted(settings.releases.glob("????-??-??")) if path.name < day.isoformat()]
    folder = settings.releases / day.isoformat()
    with open_readonly(settings.database, settings.database_limits) as connection:
        if errors := check_findings(connection)["severity"].to_pylist().count("error"):
            way_out = "see `fazhi check`, or `fazhi release --force`"
            raise FazhiError(f"the checks found {errors} errors", "release", way_out)
        write_release(connection, folder, day, before[-1] if before else None)
    return folder / DESCRIPTOR


def _today() -> date:
    return datetime.now(UTC).date()

"""`fazhi forget`: a report taken out of tables, warehouse and workbook. Its snapshots stay."""

from collections.abc import Sequence
from difflib import get_close_matches

from flows.settings import Settings
from flows.steps import build_warehouse, export_workbook
from load.parquet.tables import read_table
from load.parquet.writing import remove_reports
from warehouse.errors import SettingsError


def forget_reports(settings: Settings, reports: Sequence[str]) -> tuple[str, ...]:
    """Take reports out by their ids (330700-2017), and make warehouse and workbook without them.

    The delta tells each figure that went, with the reason `taken out`. A catalogue that still names a report
    brings it back with the next run. Raises SettingsError for an id of none.
    """
    known = read_table(settings.data_dir, "documents", ["report_id"])["report_id"].to_pylist()
    for report in reports:
        if report not in known:
            if settings.parquet.is_dir():  # it may have gone from the tables alone, by a call that was killed
                _make_without(settings)
            near = ", ".join(get_close_matches(report, known, n=3))
            raise SettingsError(
                "no such report",
                report,
                f"near it: {near}" if near else "ids are those of the table dim_report",
            )
    chosen = tuple(sorted(set(reports)))
    if chosen:
        remove_reports(settings.data_dir, chosen)
        _make_without(settings)
    return chosen


def _make_without(settings: Settings) -> None:
    """Bring warehouse and workbook to what the tables hold, where they are there."""
    build_warehouse(settings)
    export_workbook(settings, settings.base_year)

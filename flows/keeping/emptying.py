"""No load empties a warehouse because its tables are gone."""

from flows.settings import Settings
from load.engines.database import open_readonly
from load.parquet.delta_files import MANIFEST
from warehouse.errors import LoadError


def refuse_to_empty(settings: Settings) -> None:
    """Raise LoadError where a warehouse holds reports and there is not one table to make it from."""
    if (settings.parquet / MANIFEST).exists():
        return
    try:
        with open_readonly(settings.database, settings.database_limits) as connection:
            (reports,) = connection.execute("SELECT COUNT(*) FROM dim_report").fetchone()
    except LoadError:
        return
    if reports:
        what = f"has no tables, and the warehouse holds {reports} reports"
        way_out = "put the folder back, or read everything anew: `fazhi transform --all` with the catalogue"
        raise LoadError(what, str(settings.parquet), way_out)

"""Samples and real reports do not mix: the rule, and the reports that it takes out.

The packaged samples restate a few figures of each report in words of our own, so among real reports they
would stand for places that said more. They are read into a data folder as long as no real report is there.
The first real reports that are read take out the samples that do not come with them; from then on samples are
refused, but in a catalogue that names reports too.
"""

from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc

from flows.settings import Settings
from load.parquet.older import older_version
from load.parquet.tables import read_table
from warehouse.errors import SettingsError
from warehouse.records import CatalogueEntry, Health

_SCHEME = "sample:"
_GOOD = pa.array([Health.READ.value, Health.READ_WITH_HOLES.value])


def refuse_samples_among_reports(settings: Settings, entries: Collection[CatalogueEntry]) -> None:
    """Raise SettingsError where all that is asked for are samples and the data folder has real reports."""
    if not entries or not all(entry.url.startswith(_SCHEME) for entry in entries):
        return
    if older_version(settings.data_dir):
        return  # what they hold is set aside before anything is read
    if not all(_read_reports(settings).values()):
        way_out = "name a catalogue: --live or --catalogue FILE; or give the samples a folder: --data-dir DIR"
        raise SettingsError(
            "has real reports, among which samples would stand", str(settings.data_dir), way_out
        )


def samples_to_leave(settings: Settings, read: pa.Table) -> tuple[str, ...]:
    """Ids of the samples that go from the tables, as `read` (documents) brings the first real reports."""
    good = read.filter(pc.is_in(read["health"], _GOOD))
    there = _read_reports(settings)
    if all(url.startswith(_SCHEME) for url in good["url"].to_pylist()) or not all(there.values()):
        return ()
    return tuple(sorted(there.keys() - set(read["report_id"].to_pylist())))


def sample_reports(settings: Settings) -> tuple[str, ...]:
    """Ids of the samples in the tables."""
    return tuple(sorted(report for report, is_sample in _read_reports(settings).items() if is_sample))


def _read_reports(settings: Settings) -> dict[str, bool]:
    """The reports that were read, and whether each is a sample."""
    table = read_table(settings.data_dir, "documents", ("report_id", "url", "health"))
    table = table.filter(pc.is_in(table["health"], _GOOD))
    return {row["report_id"]: row["url"].startswith(_SCHEME) for row in table.to_pylist()}

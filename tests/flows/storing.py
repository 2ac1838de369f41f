"""How the tests store what they read."""

from flows.reading.rows import ReadShard
from flows.settings import Settings
from flows.steps import store_readings
from load.parquet.spilled import spilled_rows


def store(settings: Settings, shard: ReadShard) -> bool:
    """Put the rows of one shard into Parquet; whether a file changed."""
    with spilled_rows(settings.data_dir) as rows:
        rows.add(shard.tables)
        return store_readings(settings, rows)

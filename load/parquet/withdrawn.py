"""What was once in the warehouse and is no more, out of the history of deltas."""

from pathlib import Path

import duckdb
import pyarrow as pa

from load.memory import memory_megabytes, share_megabytes
from load.parquet.delta_files import counted_deltas
from warehouse.errors import LoadError
from warehouse.schemas import WITHDRAWN

# The few rows that were ever removed come first: what was added is only sought for those
_GONE = """
WITH told AS (
    SELECT
        table_name, change, row_key, report_id, old_value, reason,
        CAST(SPLIT_PART(PARSE_FILENAME(filename), '-', 1) AS INTEGER) AS load_number
    FROM READ_PARQUET($paths, filename = TRUE)
    WHERE change <> 'changed' AND table_name IN ('dim_report', 'fact_statement', 'fact_observation')
),
removed AS (
    SELECT
        table_name, row_key, MAX(load_number) AS load_number,
        ARG_MAX(STRUCT_PACK(report_id, old_value, reason), load_number) AS latest
    FROM told
    WHERE change = 'removed'
    GROUP BY table_name, row_key
),
returned AS (
    SELECT DISTINCT r.table_name, r.row_key
    FROM removed AS r
    JOIN told AS t
        ON t.table_name = r.table_name AND t.row_key = r.row_key AND t.load_number > r.load_number
    WHERE t.change IN ('added', 'reworded')
),
gone AS (
    SELECT * FROM removed AS r ANTI JOIN returned AS t USING (table_name, row_key)
)
SELECT
    table_name, CASE WHEN table_name <> 'dim_report' THEN row_key END AS statement_id, latest.report_id,
    CASE WHEN table_name <> 'dim_report' THEN CAST(latest.old_value AS DECIMAL(24, 6)) END AS value,
    load_number, latest.reason
FROM gone AS g
WHERE table_name <> 'fact_observation' OR NOT EXISTS (
    SELECT 1 FROM gone AS s WHERE s.table_name = 'fact_statement' AND s.row_key = g.row_key)
ORDER BY load_number, latest.report_id, table_name, statement_id NULLS FIRST
"""


def withdrawn_table(folder: Path) -> pa.Table:
    """Rows of `withdrawn`: reports and statements that are gone, and observations whose statement stays.

    `folder` is the Parquet folder. What came back is not in it. Raises LoadError where a delta is damaged.
    """
    paths = [str(path) for path in counted_deltas(folder)]
    if not paths:
        return WITHDRAWN.empty_table()
    try:
        with duckdb.connect(
            config={"memory_limit": f"{share_megabytes(memory_megabytes())}MiB"}
        ) as connection:
            return connection.execute(_GONE, {"paths": paths}).to_arrow_table().cast(WITHDRAWN)
    except duckdb.Error as error:
        what = f"damaged: {str(error).splitlines()[0]}"
        raise LoadError(what, str(Path(paths[-1]).parent), "move the damaged file away") from error

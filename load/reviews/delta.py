"""What reviews change: the values that count, with them and without them, as a `delta`.

Both sides are asked of `observation` itself, in a small warehouse in memory of the places reviewed, so that
the delta says what the real one will show: a review that is stale changes nothing, one that rejects a figure
may let another report's stand in its place.
"""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from load.engines.contents import dimension_tables
from load.engines.duckdb_file import declare, fill_unchecked, work_out
from load.parquet.tables import read_table
from warehouse.metrics import load_metrics
from warehouse.schemas import DELTA, DIM_REPORT

_ASKED = ("observation", "place_break")  # the second by what `work_out` does
_KEY = "place, metric, year, scope_kind"
_CHANGED = f"""
SELECT
    'observation' AS table_name,
    CASE WHEN o.value IS NULL THEN 'added' WHEN n.value IS NULL THEN 'removed' ELSE 'changed' END AS change,
    COALESCE(n.statement_id, o.statement_id) AS row_key, COALESCE(n.report_id, o.report_id) AS report_id,
    'value' AS column_name,
    CAST(o.value AS VARCHAR) AS old_value, CAST(n.value AS VARCHAR) AS new_value, 'review' AS reason
FROM before AS o
FULL JOIN after AS n USING ({_KEY})
WHERE o.value IS DISTINCT FROM n.value
ORDER BY 4, 3, 2, 6 NULLS FIRST, 7 NULLS FIRST
"""


def delta_of_reviews(root: Path, before: pa.Table, after: pa.Table) -> pa.Table:
    """The observations that differ under the reviews `after` and under `before`, as `DELTA`.

    Raises LoadError where Parquet cannot be read.
    """
    tables = _about(root, after.filter(pc.invert(pc.is_in(after["workbook"], before["workbook"]))))
    with duckdb.connect() as connection:
        declare(connection, _ASKED)
        fill_unchecked(connection, tables | {"review": before})
        connection.register("before", _observed(connection))
        connection.register("reviews_after", after)
        connection.execute("DELETE FROM review")
        connection.execute("INSERT INTO review BY NAME SELECT * FROM reviews_after")
        work_out(connection)
        connection.register("after", _observed(connection))
        return connection.execute(_CHANGED).to_arrow_table().cast(DELTA)


def _about(root: Path, reviews: pa.Table) -> dict[str, pa.Table]:
    """The tables that `observation` stands on, with the rows of the metrics and places that are reviewed."""
    ours = pc.field("place").isin(reviews["place"].unique()) & pc.field("metric").isin(
        reviews["metric"].unique()
    )
    observed = read_table(root, "observations", where=ours)
    told = pc.field("report_id").isin(observed["report_id"].unique())
    return {
        "incoming_observation": observed,
        "fact_statement": read_table(root, "statements", where=ours),
        "dim_report": read_table(root, "documents", DIM_REPORT.names, told),
    } | dimension_tables(load_metrics(), ())


def _observed(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    query = f"SELECT {_KEY}, statement_id, report_id, value FROM observation"
    return connection.execute(query).to_arrow_table()

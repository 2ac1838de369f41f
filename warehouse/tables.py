"""Every table declared once: its columns, meaning, keys, order, where its rows lie, what a delta tells of it.

Parquet, SQL, content hashes, deltas, releases and the data dictionary follow it. Columns: `schemas.py`.
"""

from dataclasses import dataclass

import pyarrow as pa

from warehouse import schemas


@dataclass(frozen=True, slots=True)
class Folder:
    """Rows in Parquet by report year, below `parquet/`: their columns, and their order within a file.

    Where the order leaves a tie, rows stay as the report gives them.
    """

    name: str
    schema: pa.Schema
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a delta tells of a table's rows: the `main` column of one that comes or goes, and every change but
    those of the columns `not_of`: characters move with every word that a page gains before them, and another
    message alone is no change."""

    main: str
    not_of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the warehouse.

    key          the columns that tell a row from the others: PostgreSQL enforces it, DuckDB's is proven by
                 checks; a table without one may hold two rows alike
    references   a column, and the table whose key it names; places and metrics are checked and not enforced,
                 as a place that no list knows keeps its figures
    asked_by     what PostgreSQL keeps an index for, beside keys and references
    rows         the Parquet folder that it is loaded from: those with a value in `present`
    offered_as   the name by which its rows are offered to the query in `stored/` that works it out of them
    told         what deltas tell of it
    is_diary     what happened when
    is_content   whether two warehouses are compared by it
    is_released  whether a release holds it
    """

    schema: pa.Schema
    meaning: str
    key: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    asked_by: tuple[str, ...] = ()
    rows: Folder | None = None
    present: str = ""
    offered_as: str = ""
    told: Told | None = None
    is_diary: bool = False
    is_content: bool = True
    is_released: bool = False

    @property
    def name(self) -> str:
        """Its name in SQL."""
        return str(self.schema.metadata[b"table"].decode())


_OF_REPORT = (("report_id", "dim_report"),)

STATEMENTS = Folder("statements", schemas.STATEMENTS, ("report_id", "char_start", "char_end", "statement_id"))
OBSERVATIONS = Folder(
    "observations",
    schemas.OBSERVATIONS,
    ("report_id", "metric", "year", "scope_kind", "scope", "statement_id"),
)
DOCUMENTS = Folder("documents", schemas.DOCUMENTS, ("report_id",))
EXCLUSIONS = Folder("exclusions", schemas.EXCLUSIONS, ("report_id", "char_start", "char_end", "text"))
ISSUES = Folder("issues", schemas.ISSUES, ("report_id", "char_start", "char_end", "kind", "words"))
IDENTITIES = Folder("identities", schemas.IDENTITIES, ("report_id", "kind", "arithmetic"))

_FOLDERS = (STATEMENTS, OBSERVATIONS, DOCUMENTS, EXCLUSIONS, ISSUES, IDENTITIES)
_DECLARED = (
    Table(
        schemas.STATEMENTS,
        "every figure in the prose, one row a figure",
        key=("statement_id",),
        references=_OF_REPORT,
        asked_by=("place, metric",),
        rows=STATEMENTS,
        told=Told("value", frozenset({"char_start", "char_end"})),
        is_released=True,
    ),
    Table(
        schemas.FACT_OBSERVATION,
        "value of place, metric, year and scope as a report has it, and which one is chosen",
        key=("statement_id",),
        references=(*_OF_REPORT, ("statement_id", "fact_statement")),
        asked_by=("metric, year", "place, metric"),
        rows=OBSERVATIONS,
        offered_as="incoming_observation",
        told=Told("value", frozenset({"char_start"})),
    ),
    Table(
        schemas.DIM_REPORT,
        "one row a report known to exist, read or not",
        key=("report_id",),
        rows=DOCUMENTS,
        told=Told("health", frozenset({"reason"})),
        is_released=True,
    ),
    Table(
        schemas.DOCUMENT_TEXT,
        "the text of each document, that char_start and char_end count in",
        key=("report_id",),
        references=_OF_REPORT,
        rows=DOCUMENTS,
        present="text",
    ),
    Table(
        schemas.EXCLUSIONS,
        "a numeral that states no measured fact, with the reason",
        references=_OF_REPORT,
        rows=EXCLUSIONS,
    ),
    Table(schemas.ISSUES, "what could not be read or trusted", references=_OF_REPORT, rows=ISSUES),
    Table(
        schemas.IDENTITIES,
        "an equation between figures of one report, and whether it holds",
        references=_OF_REPORT,
        rows=IDENTITIES,
    ),
    Table(
        schemas.LOAD_RUNS,
        "the diary of loads: a row when one starts and a row when it ends",
        key=("run_id", "event"),
        is_diary=True,
        is_content=False,
    ),
    Table(schemas.REVIEWS, "a reviewer's decisions, and what the reviewer saw"),
    Table(
        schemas.REVIEW_STATE,
        "the latest review of each figure, and whether it still applies; filled at load",
        key=("place", "metric", "year", "scope_kind", "seen_statement_id"),
    ),
    Table(
        schemas.WITHDRAWN,
        "what was once in the warehouse and is no more: reports, statements, and links to a metric",
        is_released=True,
    ),
    Table(
        schemas.FETCH_LOG,
        "the diary of fetching: a row for each visit to a page and each report that it is for",
        is_diary=True,
        is_content=False,
    ),
    Table(
        schemas.PROPOSALS,
        "reports found on index pages: a row when one is proposed, doubted, accepted or rejected; "
        "a title in doubt has the place of its site, an empty report id and no year",
        is_diary=True,
        is_content=False,
    ),
    Table(
        schemas.LIST_LOG,
        "the diary of index pages: a row for each list and each time it was read",
        is_diary=True,
        is_content=False,
    ),
    Table(
        schemas.DIM_PLACE,
        "one row a GB/T 2260 code, under its latest name",
        key=("code",),
        is_released=True,
    ),
    Table(schemas.DIM_PLACE_FORM, "every name that a code has had, with its years"),
    Table(schemas.DIM_PLACE_SUCCESSOR, "what a place that is gone went to: another row for each code"),
    Table(
        schemas.DIM_PLACE_LINEAGE,
        "every code that went to a place, in however many steps (warehouse/lineage.py)",
        is_released=True,
    ),
    Table(
        schemas.DIM_PLACE_YEAR,
        "resident population of places by year, from warehouse/population.csv and the data folder's "
        "population.csv",
        is_released=True,
    ),
    Table(schemas.DIM_METRIC, "the metric catalogue", key=("metric",), is_released=True),
    Table(
        schemas.DIM_UNIT,
        "what a figure in each unit that a metric admits becomes as its observation",
        is_released=True,
    ),
    Table(
        schemas.CHECK_RESULT,
        "what the checks found in this load; a check that found nothing has no row",
        is_released=True,
    ),
    Table(schemas.DELTA, "what the load added, changed and removed, and why", is_content=False),
    Table(schemas.META, "what this file is: schema version and source", key=("name",), is_content=False),
)

TABLES: dict[str, Table] = {table.name: table for table in _DECLARED}
"""The warehouse's tables by name."""

FOLDERS: dict[str, Folder] = {folder.name: folder for folder in _FOLDERS}
"""What stands in Parquet by report year, by the folder's name."""

DIARIES = tuple(table.name for table in _DECLARED if table.is_diary)
"""Tables of what happened when."""

INCOMING: dict[str, pa.Schema] = {
    table.offered_as: table.rows.schema for table in _DECLARED if table.rows and table.offered_as
}
"""Rows that are not loaded as they are: under these names they are offered to the queries in `stored/`, as
temporary tables or views that last as long as the load."""

"""The columns of every table: name, Arrow type, meaning. What is a table's own stands in `tables.py`.

`SCHEMA_VERSION` stands in the metadata of every file; a folder of another version is made anew.
"""

import pyarrow as pa

from warehouse.records import Format

SCHEMA_VERSION = "4"

DECIMAL = pa.decimal128(24, 6)


def _column(name: str, kind: pa.DataType, meaning: str, *, null: bool = False, unit: str = "") -> pa.Field:
    metadata = {"meaning": meaning} | ({"unit": unit} if unit else {})
    return pa.field(name, kind, nullable=null, metadata=metadata)


def _table(name: str, *columns: pa.Field) -> pa.Schema:
    return pa.schema(columns, metadata={"table": name, "schema_version": SCHEMA_VERSION})


*_FIRST, _LAST = Format
_FORMATS = f"{', '.join(_FIRST)} or {_LAST}"
_REPORT_ID = _column("report_id", pa.string(), "place code and report year, 330700-2017")
_REPORT_YEAR = _column("report_year", pa.int32(), "the year the report is about", unit="year")
_CHAR_START = _column("char_start", pa.int32(), "first character in the document's text", unit="character")
_CHAR_END = _column("char_end", pa.int32(), "character after the last one", unit="character")
_VALUE = _column("value", DECIMAL, "the figure in `unit`; null where the report left a blank", null=True)
_VALUE_HIGH = _column("value_high", DECIMAL, "upper end of a range", null=True)
_LINK_BASIS = _column(
    "link_basis",
    pa.string(),
    "what the link rests on: own, clause, sentence, heading, table, inherited",
    null=True,
)
_CERTAINTY = _column(
    "certainty", pa.string(), "certain where own words or a table say all of it; else likely", null=True
)

_FIRST_MONTH = _column(
    "first_month", pa.int32(), "the first month of the year that the figure covers; 1 where nothing is said"
)
_LAST_MONTH = _column(
    "last_month",
    pa.int32(),
    "the last month that it covers; 12 where nothing is said, also over the turn of a year",
)

STATEMENTS = _table(
    "fact_statement",
    _column(
        "statement_id", pa.string(), "16 hex digits, the same as long as sentence and figure are the same"
    ),
    _REPORT_ID,
    _REPORT_YEAR,
    _column("section", pa.string(), "outline path, 四/一是"),
    _column("sentence", pa.string(), "the sentence, as published"),
    _column("text", pa.string(), "the figure as written, number and unit"),
    _CHAR_START,
    _CHAR_END,
    _VALUE,
    _VALUE_HIGH,
    _column("unit", pa.string(), "canonical unit; 万 and 亿 are multiplied out"),
    _column("bound", pa.string(), "exact, about, more_than, at_least, less_than, at_most, blank"),
    _column("role", pa.string(), "level, change, change_rate, gap, rank, requirement, target"),
    _column("direction", pa.string(), "up or down, of a change, a gap or a planned change", null=True),
    _column("year", pa.int32(), "the year the figure is about", unit="year"),
    _column("base_year", pa.int32(), "the year a change is measured against", null=True, unit="year"),
    _column("place", pa.string(), "GB/T 2260 code of the place whose figure it is"),
    _column("scope", pa.string(), "the words that say whose figure it is", null=True),
    _column("scope_kind", pa.string(), "whole, own, department, area, part"),
    _column("metric", pa.string(), "metric id; null where no metric fits", null=True),
    _column("basis", pa.string(), "stated or derived"),
    _column("rule", pa.string(), "the catalogue's frame that linked it", null=True),
    _LINK_BASIS,
    _CERTAINTY,
    _column("derivation", pa.string(), "the arithmetic of a derived figure", null=True),
    _column(
        "suggestions",
        pa.list_(pa.string()),
        "metrics that an unlinked figure may be, ranked; no links",
        null=True,
    ),
    _FIRST_MONTH,
    _LAST_MONTH,
)

OBSERVATIONS = _table(
    "fact_observation",
    _column("place", pa.string(), "GB/T 2260 code"),
    _column("metric", pa.string(), "metric id"),
    _column("year", pa.int32(), "the year the figure is about", unit="year"),
    _column("scope_kind", pa.string(), "whole, own, department, area, part"),
    _column("scope", pa.string(), "the words that say whose figure it is", null=True),
    _VALUE,
    _VALUE_HIGH,
    _column("unit", pa.string(), "the metric's unit"),
    _column("bound", pa.string(), "exact, about, more_than, at_least, less_than, at_most, blank"),
    _column("basis", pa.string(), "stated or derived"),
    _REPORT_ID,
    _REPORT_YEAR,
    _column("statement_id", pa.string(), "the statement it comes from"),
    _CHAR_START,
    _column(
        "rounding",
        DECIMAL,
        "how far the true value may lie from the printed one, in `unit`; 0 for a count printed whole",
    ),
    _FIRST_MONTH,
    _LAST_MONTH,
    _column("part_year", pa.bool_(), "whether the figure's words tell of a part of the year"),
    _LINK_BASIS,
    _CERTAINTY,
    _column("derivation", pa.string(), "the arithmetic of a derived figure", null=True),
)

FACT_OBSERVATION = _table(
    "fact_observation",
    *OBSERVATIONS,
    _column("chosen", pa.bool_(), "whether it is the one that observation shows; null of a blank", null=True),
    _column(
        "preference",
        pa.int64(),
        "1 for the preferred figure of place, metric, year and scope; null of a blank",
        null=True,
    ),
    _column(
        "agrees",
        pa.bool_(),
        "whether it can be true beside the one that is preferred; null of a blank",
        null=True,
    ),
    _column("n_vintages", pa.int32(), "reports that give the figure; null of a blank", null=True, unit="row"),
    _column(
        "n_statements",
        pa.int32(),
        "figures of the same in the same report; null of a blank",
        null=True,
        unit="row",
    ),
    _column(
        "disagree",
        pa.bool_(),
        "whether any of them cannot be true beside the preferred one; null of a blank",
        null=True,
    ),
    _column(
        "sharper",
        pa.bool_(),
        "whether it is preferred as the exact figure that one before it in preference agrees with",
        null=True,
    ),
    _column(
        "unsettled",
        pa.bool_(),
        "whether the report gives another that cannot be true beside it and no rule chooses; null of a blank",
        null=True,
    ),
    _column(
        "place_form",
        pa.int32(),
        "how often the code had come to stand for another name or area by then (place_break)",
    ),
    _column(
        "review",
        pa.string(),
        "decision of a reviewer that applies: accepted, corrected, rejected",
        null=True,
    ),
    _column("review_value", DECIMAL, "the reviewer's value, of a correction", null=True),
)
"""What the warehouse holds of an observation: the columns in Parquet, and what a load works out."""

DOCUMENTS = _table(
    "documents",
    _REPORT_ID,
    _REPORT_YEAR,
    _column("place", pa.string(), "GB/T 2260 code of the place that reports"),
    _column("place_name", pa.string(), "its name in the report year"),
    _column("url", pa.string(), "address of the page, as the catalogue gives it"),
    _column("source_url", pa.string(), "official address a sample restates; else as url"),
    _column("health", pa.string(), "read, read with holes, unreadable, absent"),
    _column("reason", pa.string(), "why it is absent or unreadable, or what was lost", null=True),
    _column("snapshot", pa.string(), "SHA-256 of the bytes", null=True),
    _column("reading_key", pa.string(), "snapshot, code and rules that this reading comes from", null=True),
    _column("format", pa.string(), f"{_FORMATS}: what its bytes are", null=True),
    _column("title", pa.string(), "title", null=True),
    _column("publisher", pa.string(), "发布机构", null=True),
    _column("index_number", pa.string(), "索引号", null=True),
    _column("document_number", pa.string(), "文号", null=True),
    _column("published_on", pa.date32(), "publication date", null=True),
    _column("source", pa.string(), "来源", null=True),
    _column("third_party", pa.bool_(), "whether the page is no government's own, but a copy elsewhere"),
    _column(
        "body_digits",
        pa.int32(),
        "digits of the page's body as they stand in the file",
        null=True,
        unit="digit",
    ),
    _column("text_digits", pa.int32(), "digits of the document's text", null=True, unit="digit"),
    _column(
        "lost_digits",
        pa.int32(),
        "digits of the body in neither the text nor its head and foot",
        null=True,
        unit="digit",
    ),
    _column("unmapped", pa.int32(), "characters that no font or code page maps", null=True, unit="character"),
    _column(
        "replaced", pa.int32(), "characters that could not be decoded (U+FFFD)", null=True, unit="character"
    ),
    _column("doubled", pa.int32(), "glyphs printed twice, one of them dropped", null=True, unit="glyph"),
    _column("tables", pa.int32(), "tables of the document", null=True, unit="table"),
    _column("ragged_tables", pa.int32(), "tables that could not be squared up", null=True, unit="table"),
    _column("statement_count", pa.int32(), "statements read", unit="row"),
    _column("linked_count", pa.int32(), "statements with a metric", unit="row"),
    _column("exclusion_count", pa.int32(), "numerals that state no figure", unit="row"),
    _column("issue_count", pa.int32(), "what could not be read or trusted", unit="row"),
    _column("text", pa.string(), "the document's text", null=True),
)

EXCLUSIONS = _table(
    "exclusion",
    _REPORT_ID,
    _REPORT_YEAR,
    _CHAR_START,
    _CHAR_END,
    _column("text", pa.string(), "the numeral as written"),
    _column("reason", pa.string(), "date, ordinal, list marker, citation, name, rhetoric …"),
)

ISSUES = _table(
    "issue",
    _REPORT_ID,
    _REPORT_YEAR,
    _CHAR_START,
    _CHAR_END,
    _column("kind", pa.string(), "kind of trouble"),
    _column("words", pa.string(), "what was met"),
)

IDENTITIES = _table(
    "identity",
    _REPORT_ID,
    _REPORT_YEAR,
    _column("kind", pa.string(), "sum, ratio, change"),
    _column("arithmetic", pa.string(), "the equation written out"),
    _column("holds", pa.bool_(), "whether it holds within rounding"),
    _column("statement_ids", pa.list_(pa.string()), "the statements concerned"),
)

FETCH_LOG = _table(
    "fetch_log",
    _column("at", pa.timestamp("us", tz="UTC"), "when the page was asked for"),
    _column(
        "report_id",
        pa.string(),
        "place code and report year; empty for an index page, or a page looked at for the catalogue",
    ),
    _column("url", pa.string(), "address of the page, as the catalogue gives it"),
    _column("final_url", pa.string(), "address that answered, after redirects"),
    _column("host", pa.string(), "host of that address"),
    _column("kind", pa.string(), "fetched, unchanged, moved; else gone, blocked, robots, tls, timeout …"),
    _column("error", pa.string(), "what went wrong, or where the page has moved to", null=True),
    _column("status", pa.int32(), "HTTP status of the last answer; null where none came", null=True),
    _column("headers", pa.string(), "headers of the last answer that are kept, as JSON", null=True),
    _column("sha256", pa.string(), "snapshot that was fetched or is unchanged", null=True),
    _column("size", pa.int64(), "size of the page, unpacked", null=True, unit="byte"),
    _column("wire_bytes", pa.int64(), "bytes of bodies that came over the wire", unit="byte"),
    _column("requests", pa.int32(), "questions asked, with robots.txt, redirects and attempts"),
    _column("tls", pa.string(), "switches of the host that were on: tls=legacy, verify=broken-chain"),
    _column("leave_until", pa.timestamp("us", tz="UTC"), "nothing is asked of the host before", null=True),
)

LOAD_RUNS = _table(
    "load_run",
    _column("run_id", pa.string(), "identifier of the run"),
    _column("event", pa.string(), "started, succeeded, failed"),
    _column("at", pa.timestamp("us", tz="UTC"), "when"),
    _column("reports", pa.int32(), "reports of the run", unit="row"),
    _column("read", pa.int32(), "reports read anew", unit="row"),
    _column("unchanged", pa.int32(), "reports left as they were", unit="row"),
    _column("failed", pa.int32(), "reports that could not be read", unit="row"),
    _column("statements", pa.int32(), "statements in the warehouse afterwards", unit="row"),
    _column("note", pa.string(), "what was asked for, or the error", null=True),
)

REVIEWS = _table(
    "review",
    _column("place", pa.string(), "GB/T 2260 code"),
    _column("metric", pa.string(), "metric id"),
    _column("year", pa.int32(), "the year the figure is about", unit="year"),
    _column("scope_kind", pa.string(), "whole, own, department, area, part"),
    _column(
        "decision",
        pa.string(),
        "accepted, corrected, rejected; assigned: the figure is of this metric, says the reviewer",
    ),
    _column("value", DECIMAL, "the right value, of a correction", null=True),
    _column("reviewer", pa.string(), "who decided"),
    _column("decided_at", pa.timestamp("us", tz="UTC"), "when"),
    _column("reason", pa.string(), "why", null=True),
    _column("seen_value", DECIMAL, "the value the reviewer saw", null=True),
    _column("seen_unit", pa.string(), "its unit"),
    _column("seen_sentence", pa.string(), "its sentence"),
    _column("seen_statement_id", pa.string(), "the statement it came from"),
    _column("workbook", pa.string(), "SHA-256 of the workbook it was imported from"),
)

REVIEW_STATE = _table(
    "review_state",
    *REVIEWS,
    _column("state", pa.string(), "holds, disagrees, restated, stale, orphaned"),
    _column("applies", pa.bool_(), "whether the decision counts"),
)

WITHDRAWN = _table(
    "withdrawn",
    _column("table_name", pa.string(), "fact_statement, fact_observation or dim_report"),
    _column("statement_id", pa.string(), "the statement; null where a whole report went", null=True),
    _REPORT_ID,
    _column("value", DECIMAL, "its last value; null of a blank and of a report", null=True),
    _column("load_number", pa.int32(), "the load that removed it, as parquet/delta/index.json counts"),
    _column("reason", pa.string(), "page, code, rule or taken out"),
)

PROPOSALS = _table(
    "proposal",
    _column("event", pa.string(), "proposed, doubted, accepted, rejected"),
    _column("at", pa.timestamp("us", tz="UTC"), "when"),
    _REPORT_ID,
    _column("place", pa.string(), "GB/T 2260 code of the place"),
    _column("place_name", pa.string(), "its name in the report year"),
    _column("report_year", pa.int32(), "year reported on", null=True, unit="year"),
    _column("title", pa.string(), "title as the index page gives it"),
    _column("url", pa.string(), "address of the report"),
    _column("index_url", pa.string(), "the index page that lists it"),
    _column("published_on", pa.date32(), "date in the list", null=True),
    _column("third_party", pa.bool_(), "whether the host is no government's own"),
    _column("reason", pa.string(), "why a title is in doubt", null=True),
)

LIST_LOG = _table(
    "list_log",
    _column("at", pa.timestamp("us", tz="UTC"), "when the list was read"),
    _column("place", pa.string(), "GB/T 2260 code of the place on whose site it stands"),
    _column("index_url", pa.string(), "the index page, as the list of sites gives it"),
    _column("list_url", pa.string(), "the list itself, where it was found from a front page"),
    _column(
        "list_kind", pa.string(), "kind of list by its answer: static, json, jpaas …; empty where none came"
    ),
    _column("n_pages", pa.int32(), "pages of it that were read"),
    _column("n_entries", pa.int32(), "entries that are no navigation", unit="row"),
    _column(
        "n_reports", pa.int32(), "entries that are such reports, known ones and departments' too", unit="row"
    ),
    _column("n_proposed", pa.int32(), "new reports among them", unit="row"),
    _column(
        "finding",
        pa.string(),
        "well; else the kind of what is wrong: soft_404, empty, fewer, gone, blocked …",
    ),
    _column("finding_words", pa.string(), "what is wrong, in words", null=True),
    _column("good_at", pa.timestamp("us", tz="UTC"), "when it was last well", null=True),
    _column("good_entries", pa.int32(), "its entries then", null=True, unit="row"),
    _column("good_reports", pa.int32(), "its reports then", null=True, unit="row"),
)

DIM_PLACE = _table(
    "dim_place",
    _column("code", pa.string(), "GB/T 2260 code, six digits"),
    _column("name", pa.string(), "latest name of the place under this code"),
    _column("short_name", pa.string(), "name without its kind: 金华"),
    _column("level", pa.string(), "country, province, prefecture or county"),
    _column("valid_from", pa.int32(), "first year of this form; null where it was always so", null=True),
    _column("valid_to", pa.int32(), "last year of this form; null where it still is", null=True),
)

DIM_PLACE_FORM = _table(
    "dim_place_form",
    _column("code", pa.string(), "GB/T 2260 code, six digits"),
    _column("name", pa.string(), "name in these years"),
    _column("level", pa.string(), "country, province, prefecture or county"),
    _column("valid_from", pa.int32(), "first year; null where it was always so", null=True),
    _column("valid_to", pa.int32(), "last year; null where it still is", null=True),
)

DIM_PLACE_SUCCESSOR = _table(
    "dim_place_successor",
    _column("code", pa.string(), "GB/T 2260 code that ended"),
    _column("successor", pa.string(), "GB/T 2260 code that it went to"),
    _column("year", pa.int32(), "first year without it"),
)

DIM_PLACE_LINEAGE = _table(
    "dim_place_lineage",
    _column("place", pa.string(), "GB/T 2260 code that took the other over"),
    _column("ancestor", pa.string(), "GB/T 2260 code that ended"),
    _column(
        "first_year",
        pa.int32(),
        "first year in which it was that place; null where it was no other before",
        null=True,
    ),
    _column("last_year", pa.int32(), "last year in which it was that place"),
    _column(
        "kind",
        pa.string(),
        "recoded (the same area under another code), merged (one of several that became the place), "
        "split (only a part of it went there)",
    ),
    _column("steps", pa.int32(), "changes of code between the two"),
)

DIM_PLACE_YEAR = _table(
    "dim_place_year",
    _column("place", pa.string(), "GB/T 2260 code"),
    _column("year", pa.int32(), "year"),
    _column("residents", DECIMAL, "resident population 常住人口", unit="person"),
    _column("source", pa.string(), "who published it"),
)

DIM_METRIC = _table(
    "dim_metric",
    _column("metric", pa.string(), "stable id, disputes.appearance_rate"),
    _column("family", pa.string(), "the first part of the id"),
    _column("label_zh", pa.string(), "Chinese label"),
    _column("label_en", pa.string(), "English label"),
    _column("unit", pa.string(), "unit of its observations"),
    _column("kind", pa.string(), "count, amount, rate or share"),
    _column("better", pa.string(), "higher, lower or neutral: which way is better"),
    _column("definition", pa.string(), "what is measured, in Chinese"),
    _column("plausible_low", DECIMAL, "a smaller value is doubted", null=True),
    _column("plausible_high", DECIMAL, "a larger value is doubted", null=True),
    _column(
        "figure_of",
        pa.string(),
        "government where only the place's government itself can have a figure (rules it "
        "issues): its own figure is then the place's; else place",
    ),
    _column(
        "denominator",
        pa.string(),
        "the metric that it is a part of and is divided by per 100 cases; null for none",
        null=True,
    ),
    _column("sort_key", pa.int32(), "place in the catalogue, from 0"),
)

DIM_UNIT = _table(
    "dim_unit",
    _column("metric", pa.string(), "metric id"),
    _column("unit", pa.string(), "the unit as a statement has it"),
    _column(
        "becomes",
        pa.string(),
        "the unit of the observation: the metric's own, but where persons and visits, firms and calls are "
        "counted apart",
    ),
    _column("factor", DECIMAL, "by how much the figure is multiplied: 0.1 from ‰ to %"),
)

CHECK_RESULT = _table(
    "check_result",
    _column("check_name", pa.string(), "file name in warehouse/checks"),
    _column("severity", pa.string(), "error (never to be believed) or warning (to be looked at)"),
    _column("statement_id", pa.string(), "the statement concerned", null=True),
    _column("words", pa.string(), "what was found"),
)

DELTA = _table(
    "delta",
    _column("table_name", pa.string(), "the table concerned; observation where a review decides"),
    _column(
        "change",
        pa.string(),
        "added, changed, removed, or reworded: another sentence, while place, metric, year and value stay",
    ),
    _column("row_key", pa.string(), "key of the row"),
    _column("report_id", pa.string(), "the report concerned"),
    _column(
        "column_name",
        pa.string(),
        "the column that changed; of a row added or removed, the one shown",
        null=True,
    ),
    _column("old_value", pa.string(), "what it was", null=True),
    _column("new_value", pa.string(), "what it is now", null=True),
    _column("reason", pa.string(), "page, code, rule or review"),
)

META = _table(
    "meta",
    _column("name", pa.string(), "schema_version, storage_version, source, definition, diaries, files"),
    _column("content", pa.string(), "its value"),
)

DOCUMENT_TEXT = _table("document_text", DOCUMENTS.field("report_id"), DOCUMENTS.field("text"))
DIM_REPORT = _table(
    "dim_report", *(field for field in DOCUMENTS if field.name not in {"text", "reading_key"})
)

-- The tables that are not in Parquet: dimensions, and what a load says of itself.
-- Tables that are in Parquet are declared in schemas.py and written out by sql.py.

CREATE TABLE dim_place (
    code VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    short_name VARCHAR NOT NULL,
    level VARCHAR NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER
);
COMMENT ON TABLE dim_place IS 'one row a GB/T 2260 code, under its latest name';
COMMENT ON COLUMN dim_place.code IS 'GB/T 2260 code, six digits';
COMMENT ON COLUMN dim_place.name IS 'latest name of the place under this code';
COMMENT ON COLUMN dim_place.short_name IS 'name without its kind: 金华';
COMMENT ON COLUMN dim_place.level IS 'country, province, prefecture or county';
COMMENT ON COLUMN dim_place.valid_from IS 'first year of this form; null where it was always so';
COMMENT ON COLUMN dim_place.valid_to IS 'last year of this form; null where it still is';

CREATE TABLE dim_place_form (
    code VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    level VARCHAR NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER
);
COMMENT ON TABLE dim_place_form IS 'every name that a code has had, with its years';
COMMENT ON COLUMN dim_place_form.code IS 'GB/T 2260 code, six digits';
COMMENT ON COLUMN dim_place_form.name IS 'name in these years';
COMMENT ON COLUMN dim_place_form.level IS 'country, province, prefecture or county';
COMMENT ON COLUMN dim_place_form.valid_from IS 'first year; null where it was always so';
COMMENT ON COLUMN dim_place_form.valid_to IS 'last year; null where it still is';

CREATE TABLE dim_place_successor (
    code VARCHAR NOT NULL,
    successor VARCHAR NOT NULL,
    year INTEGER NOT NULL
);
COMMENT ON TABLE dim_place_successor IS 'what a place that is gone went to: another row for each code';
COMMENT ON COLUMN dim_place_successor.code IS 'GB/T 2260 code that ended';
COMMENT ON COLUMN dim_place_successor.successor IS 'GB/T 2260 code that it went to';
COMMENT ON COLUMN dim_place_successor.year IS 'first year without it';

CREATE TABLE dim_place_lineage (
    place VARCHAR NOT NULL,
    ancestor VARCHAR NOT NULL,
    first_year INTEGER,
    last_year INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    steps INTEGER NOT NULL
);
COMMENT ON TABLE dim_place_lineage IS 'every code that went to a place, in however many steps (warehouse/lineage.py)';
COMMENT ON COLUMN dim_place_lineage.place IS 'GB/T 2260 code that took the other over';
COMMENT ON COLUMN dim_place_lineage.ancestor IS 'GB/T 2260 code that ended';
COMMENT ON COLUMN dim_place_lineage.first_year IS 'first year in which it was that place; null where it was no other before';
COMMENT ON COLUMN dim_place_lineage.last_year IS 'last year in which it was that place';
COMMENT ON COLUMN dim_place_lineage.kind IS 'recoded (the same area under another code), merged (one of several that became the place), split (only a part of it went there)';
COMMENT ON COLUMN dim_place_lineage.steps IS 'changes of code between the two';

CREATE TABLE dim_place_year (
    place VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    residents NUMERIC(24, 6) NOT NULL,
    source VARCHAR NOT NULL
);
COMMENT ON TABLE dim_place_year IS 'resident population of places by year, from warehouse/population.csv and the data folder''s population.csv';
COMMENT ON COLUMN dim_place_year.place IS 'GB/T 2260 code';
COMMENT ON COLUMN dim_place_year.year IS 'year';
COMMENT ON COLUMN dim_place_year.residents IS 'resident population 常住人口 (unit: person)';
COMMENT ON COLUMN dim_place_year.source IS 'who published it';

CREATE TABLE dim_metric (
    metric VARCHAR NOT NULL,
    family VARCHAR NOT NULL,
    label_zh VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    better VARCHAR NOT NULL,
    definition VARCHAR NOT NULL,
    plausible_low NUMERIC(24, 6),
    plausible_high NUMERIC(24, 6),
    figure_of VARCHAR NOT NULL,
    denominator VARCHAR,
    sort_key INTEGER NOT NULL
);
COMMENT ON TABLE dim_metric IS 'the metric catalogue';
COMMENT ON COLUMN dim_metric.metric IS 'stable id, disputes.appearance_rate';
COMMENT ON COLUMN dim_metric.family IS 'the first part of the id';
COMMENT ON COLUMN dim_metric.label_zh IS 'Chinese label';
COMMENT ON COLUMN dim_metric.label_en IS 'English label';
COMMENT ON COLUMN dim_metric.unit IS 'unit of its observations';
COMMENT ON COLUMN dim_metric.kind IS 'count, amount, rate or share';
COMMENT ON COLUMN dim_metric.better IS 'higher, lower or neutral: which way is better';
COMMENT ON COLUMN dim_metric.definition IS 'what is measured, in Chinese';
COMMENT ON COLUMN dim_metric.plausible_low IS 'a smaller value is doubted';
COMMENT ON COLUMN dim_metric.plausible_high IS 'a larger value is doubted';
COMMENT ON COLUMN dim_metric.figure_of IS 'government where only the place''s government itself can have a figure (rules it issues): its own figure is then the place''s; else place';
COMMENT ON COLUMN dim_metric.denominator IS 'the metric that it is a part of and is divided by per 100 cases; null for none';
COMMENT ON COLUMN dim_metric.sort_key IS 'place in the catalogue, from 0';

CREATE TABLE dim_unit (
    metric VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    becomes VARCHAR NOT NULL,
    factor NUMERIC(24, 6) NOT NULL
);
COMMENT ON TABLE dim_unit IS 'what a figure in each unit that a metric admits becomes as its observation';
COMMENT ON COLUMN dim_unit.metric IS 'metric id';
COMMENT ON COLUMN dim_unit.unit IS 'the unit as a statement has it';
COMMENT ON COLUMN dim_unit.becomes IS 'the unit of the observation: the metric''s own, but where persons and visits, firms and calls are counted apart';
COMMENT ON COLUMN dim_unit.factor IS 'by how much the figure is multiplied: 0.1 from ‰ to %';

CREATE TABLE check_result (
    check_name VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    statement_id VARCHAR,
    words VARCHAR NOT NULL
);
COMMENT ON TABLE check_result IS 'what the checks found in this load; a check that found nothing has no row';
COMMENT ON COLUMN check_result.check_name IS 'file name in warehouse/checks';
COMMENT ON COLUMN check_result.severity IS 'error (never to be believed) or warning (to be looked at)';
COMMENT ON COLUMN check_result.statement_id IS 'the statement concerned';
COMMENT ON COLUMN check_result.words IS 'what was found';

CREATE TABLE delta (
    table_name VARCHAR NOT NULL,
    change VARCHAR NOT NULL,
    row_key VARCHAR NOT NULL,
    report_id VARCHAR NOT NULL,
    column_name VARCHAR,
    old_value VARCHAR,
    new_value VARCHAR,
    reason VARCHAR NOT NULL
);
COMMENT ON TABLE delta IS 'what the load added, changed and removed, and why';
COMMENT ON COLUMN delta.table_name IS 'the table concerned; observation where a review decides';
COMMENT ON COLUMN delta.change IS 'added, changed, removed, or reworded: the sentence is another one while place, metric, year and value stay';
COMMENT ON COLUMN delta.row_key IS 'key of the row';
COMMENT ON COLUMN delta.report_id IS 'the report concerned';
COMMENT ON COLUMN delta.column_name IS 'the column that changed; of a row added or removed, the one shown';
COMMENT ON COLUMN delta.old_value IS 'what it was';
COMMENT ON COLUMN delta.new_value IS 'what it is now';
COMMENT ON COLUMN delta.reason IS 'page, code, rule or review';

CREATE TABLE meta (
    name VARCHAR NOT NULL,
    content VARCHAR NOT NULL
);
COMMENT ON TABLE meta IS 'what this file is: schema version and source';
COMMENT ON COLUMN meta.name IS 'schema_version, storage_version, source, definition';
COMMENT ON COLUMN meta.content IS 'its value';

-- Each value of place, metric and scope kind against the one before it, however many years lie between.
-- breaks tells why the line should not be drawn through: gap (years without a figure), the place changed,
-- another unit, open bounds or a range, other months, two figures of one report. mark and previous_mark tell what to
-- mind of both.
-- needs: observation, compare_years
CREATE VIEW trend AS
WITH lagged AS (
    SELECT
        observation.*,
        LAG(year) OVER (PARTITION BY place, metric, scope_kind ORDER BY year) AS previous_year
    FROM observation
)
SELECT
    t.place, t.place_name, t.metric, t.label_zh, t.label_en, t.scope_kind, t.unit, t.year, t.value, t.bound, t.basis,
    t.previous_year, t.year - t.previous_year AS years_between,
    c.value AS previous_value, c.mark AS previous_mark, c.difference AS change, c.ratio, COALESCE(c.verdict, 'first') AS verdict,
    c.comparable, c.why_not,
    t.mark,
    NULLIF(CONCAT_WS(
        ', ',
        CASE WHEN t.year - t.previous_year > 1 THEN 'gap' END,
        c.break_mark,
        c.why_not
    ), '') AS breaks,
    t.statement_id, t.report_id
FROM lagged AS t
LEFT JOIN compare_years AS c
    ON c.place = t.place AND c.metric = t.metric AND c.scope_kind = t.scope_kind
    AND c.base_year = t.year AND c.year = t.previous_year;

COMMENT ON VIEW trend IS 'each value against the one of the year before it that has one, with breaks marked';

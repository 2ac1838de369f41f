-- A value that is beyond reason beside the one before it: a rate 60 points away or more, a count of 100 or
-- more that is over 20 times as large or as small, of the same unit with nothing marked between them. A figure
-- with an open bound, or a range, is no value to stand beside.
WITH lagged AS (
    SELECT
        place, metric, scope_kind, year, value, unit, report_id, statement_id, first_month, last_month, place_form,
        LAG(year) OVER series AS previous_year,
        LAG(value) OVER series AS previous_value,
        LAG(unit) OVER series AS previous_unit,
        LAG(first_month) OVER series AS previous_first_month,
        LAG(last_month) OVER series AS previous_last_month,
        LAG(place_form) OVER series AS previous_place_form
    FROM observation
    WHERE value_high IS NULL AND bound IN ('exact', 'about')
    WINDOW series AS (PARTITION BY place, metric, scope_kind ORDER BY year)
)
SELECT
    'warning' AS severity, statement_id,
    report_id || ' ' || metric || ': ' || RTRIM(RTRIM(CAST(previous_value AS VARCHAR), '0'), '.') || unit || ' in ' || previous_year || ', '
        || RTRIM(RTRIM(CAST(value AS VARCHAR), '0'), '.') || unit || ' in ' || year AS words
FROM lagged
WHERE unit = previous_unit AND first_month = previous_first_month
    AND last_month = previous_last_month AND place_form = previous_place_form
    AND CASE
        WHEN unit = '%' THEN ABS(value - previous_value) >= 60
        ELSE GREATEST(value, previous_value) >= 100
            AND GREATEST(value, previous_value) > 20 * LEAST(value, previous_value)
    END;

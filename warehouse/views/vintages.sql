-- One row for each figure that a report gives for a metric (blanks left out): which one of place, metric,
-- year and scope is preferred, and whether the others can be true beside it.
--
-- Preference: the year's own report, then the nearest later one, then another place's, then an earlier one,
-- then what is derived; within one report exact before about before open bounds, then the first in the text,
-- since reports give a total before its parts.
--
-- Agreement: two figures agree when their intervals meet. A printed 92% may be 91.5 to 92.5, a printed 3.4万
-- may be 33500 to 34500, about means a tenth either way, and an open bound is open to its side.
CREATE VIEW vintages AS
WITH figure AS (
    SELECT
        o.place, o.metric, o.year, o.scope_kind, o.scope,
        CASE WHEN o.scope_kind IN ('department', 'part') THEN COALESCE(o.scope, '') ELSE '' END AS scope_key,
        o.value, o.value_high, o.unit, o.bound, o.basis, o.report_id, o.report_year, o.statement_id,
        s.char_start, s.sentence, s.text,
        CASE
            WHEN o.basis = 'derived' THEN 'derived'
            WHEN COALESCE(r.place, o.place) <> o.place THEN 'other_place'
            WHEN o.report_year = o.year THEN 'own_report'
            WHEN o.report_year > o.year THEN 'later_report'
            ELSE 'earlier_report'
        END AS source_kind,
        CASE
            WHEN o.unit IN ('%', '‰') THEN
                CASE
                    WHEN o.value = FLOOR(o.value) THEN 0.5
                    WHEN o.value * 10 = FLOOR(o.value * 10) THEN 0.05
                    ELSE 0.005
                END
            WHEN s.text LIKE '%亿%' THEN
                CASE
                    WHEN MOD(o.value, 100000000) = 0 THEN 50000000
                    WHEN MOD(o.value, 10000000) = 0 THEN 5000000
                    WHEN MOD(o.value, 1000000) = 0 THEN 500000
                    ELSE 50000
                END
            WHEN s.text LIKE '%万%' THEN
                CASE
                    WHEN MOD(o.value, 10000) = 0 THEN 5000
                    WHEN MOD(o.value, 1000) = 0 THEN 500
                    WHEN MOD(o.value, 100) = 0 THEN 50
                    ELSE 5
                END
            ELSE 0
        END AS rounding
    FROM fact_observation AS o
    LEFT JOIN dim_report AS r ON r.report_id = o.report_id
    LEFT JOIN fact_statement AS s ON s.statement_id = o.statement_id
    WHERE o.value IS NOT NULL
),
limited AS (
    SELECT
        figure.*,
        CAST(CASE
            WHEN bound IN ('less_than', 'at_most') THEN NULL
            WHEN bound = 'about' THEN value - ABS(value) * 0.1
            ELSE value - rounding
        END AS NUMERIC(24, 6)) AS lower_limit,
        CAST(CASE
            WHEN bound IN ('more_than', 'at_least') THEN NULL
            WHEN bound = 'about' THEN COALESCE(value_high, value) + ABS(value) * 0.1
            ELSE COALESCE(value_high, value) + rounding
        END AS NUMERIC(24, 6)) AS upper_limit,
        ROW_NUMBER() OVER (
            PARTITION BY place, metric, year, scope_kind, scope_key
            ORDER BY
                CASE source_kind
                    WHEN 'own_report' THEN 1
                    WHEN 'later_report' THEN 2
                    WHEN 'other_place' THEN 3
                    WHEN 'earlier_report' THEN 4
                    ELSE 5
                END,
                ABS(report_year - year),
                report_id,
                CASE bound WHEN 'exact' THEN 1 WHEN 'about' THEN 2 ELSE 3 END,
                char_start NULLS LAST,
                statement_id
        ) AS preference
    FROM figure
)
SELECT
    v.place, v.metric, v.year, v.scope_kind, v.scope_key, v.scope,
    v.value, v.value_high, v.unit, v.bound, v.basis, v.lower_limit, v.upper_limit,
    v.report_id, v.report_year, v.statement_id, v.source_kind, v.sentence, v.text,
    v.preference,
    v.preference = 1 AS chosen,
    v.unit = c.unit
        AND (v.lower_limit IS NULL OR c.upper_limit IS NULL OR v.lower_limit <= c.upper_limit)
        AND (c.lower_limit IS NULL OR v.upper_limit IS NULL OR c.lower_limit <= v.upper_limit) AS agrees
FROM limited AS v
JOIN limited AS c
    ON c.place = v.place AND c.metric = v.metric AND c.year = v.year
    AND c.scope_kind = v.scope_kind AND c.scope_key = v.scope_key AND c.preference = 1;

COMMENT ON VIEW vintages IS 'the same fact as several reports, or one report several times, state it, and whether they agree';

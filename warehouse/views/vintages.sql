-- One row for each figure that a report gives for a metric (blanks left out): which one of place, metric,
-- year and scope is preferred, and whether the others can be true beside it.
--
-- Preference: what a reviewer accepted or corrected, the year's own report, then the nearest later one, then
-- another place's, then an earlier one, then what is derived; within one report exact before about before
-- open bounds, then the first in the text, since reports give a total before its parts. What a reviewer
-- rejected is never chosen.
--
-- Agreement: two figures agree when their intervals meet. A printed 92% may be 91.5 to 92.5, a printed 3.4万
-- may be 33500 to 34500, about means a tenth either way, and an open bound is open to its side.
--
-- Scope: where only the place's government itself can have a figure (dim_metric.figure_of), its own figure is
-- the place's; elsewhere own and whole stand apart.
--
-- part_year: the words before the figure in its sentence tell of a part of a year (上半年, 1-6月, 5月至12月).
-- needs: review_state
CREATE VIEW vintages AS
WITH figure AS (
    SELECT
        o.place, o.metric, o.year, o.scope,
        CASE WHEN m.figure_of = 'government' AND o.scope_kind = 'own' THEN 'whole' ELSE o.scope_kind END AS scope_kind,
        CASE WHEN o.scope_kind IN ('department', 'part') THEN COALESCE(o.scope, '') ELSE '' END AS scope_key,
        o.value, o.value_high, o.unit, o.bound, o.basis, o.report_id, o.report_year, o.statement_id,
        s.char_start, s.sentence, s.text,
        SUBSTR(s.sentence, 1, STRPOS(s.sentence, s.text)) AS before,
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
    LEFT JOIN dim_metric AS m ON m.metric = o.metric
    WHERE o.value IS NOT NULL
),
reviewed AS (
    SELECT
        figure.*,
        CAST(CASE
            WHEN figure.bound IN ('less_than', 'at_most') THEN NULL
            WHEN figure.bound = 'about' THEN figure.value - ABS(figure.value) * 0.1
            ELSE figure.value - rounding
        END AS NUMERIC(24, 6)) AS lower_limit,
        CAST(CASE
            WHEN figure.bound IN ('more_than', 'at_least') THEN NULL
            WHEN figure.bound = 'about' THEN COALESCE(value_high, figure.value) + ABS(figure.value) * 0.1
            ELSE COALESCE(value_high, figure.value) + rounding
        END AS NUMERIC(24, 6)) AS upper_limit,
        CASE
            WHEN before LIKE '%1-12月%' OR before LIKE '%1月至12月%' OR before LIKE '%1月-12月%' THEN FALSE
            ELSE COALESCE(
                before LIKE '%上半年%' OR before LIKE '%下半年%' OR before LIKE '%一季度%' OR before LIKE '%二季度%'
                OR before LIKE '%三季度%' OR before LIKE '%四季度%' OR before LIKE '%月至%月%' OR before LIKE '%月-%月%'
                OR before LIKE '%月—%月%' OR before LIKE '%1-_月%' OR before LIKE '%1-1_月%' OR before LIKE '%1—_月%'
                OR before LIKE '%1—1_月%' OR before LIKE '%1至_月%' OR before LIKE '%1至1_月%' OR before LIKE '%1~_月%'
                OR before LIKE '%1~1_月%', FALSE)
        END AS part_year,
        v.decision AS review, v.value AS review_value
    FROM figure
    LEFT JOIN review_state AS v
        ON v.place = figure.place AND v.metric = figure.metric AND v.year = figure.year
        AND v.scope_kind = figure.scope_kind AND v.applies
        AND (v.seen_statement_id = figure.statement_id
            OR v.seen_sentence = figure.sentence AND v.state = 'disagrees'
            OR v.seen_value = figure.value AND v.state = 'restated')
),
ordered AS (
    SELECT
        reviewed.*,
        ROW_NUMBER() OVER (
            PARTITION BY place, metric, year, scope_kind, scope_key
            ORDER BY
                CASE review WHEN 'accepted' THEN 1 WHEN 'corrected' THEN 1 WHEN 'rejected' THEN 3 ELSE 2 END,
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
    FROM reviewed
),
beside AS (
    SELECT
        ordered.*,
        FIRST_VALUE(unit) OVER (
            PARTITION BY place, metric, year, scope_kind, scope_key ORDER BY preference
        ) AS chosen_unit,
        FIRST_VALUE(lower_limit) OVER (
            PARTITION BY place, metric, year, scope_kind, scope_key ORDER BY preference
        ) AS chosen_lower,
        FIRST_VALUE(upper_limit) OVER (
            PARTITION BY place, metric, year, scope_kind, scope_key ORDER BY preference
        ) AS chosen_upper,
        COUNT(*) OVER (PARTITION BY place, metric, year, scope_kind, scope_key, report_id) AS n_statements,
        ROW_NUMBER() OVER (
            PARTITION BY place, metric, year, scope_kind, scope_key, report_id ORDER BY preference
        ) AS at_in_report
    FROM ordered
),
judged AS (
    SELECT
        beside.*,
        unit = chosen_unit
            AND (lower_limit IS NULL OR chosen_upper IS NULL OR lower_limit <= chosen_upper)
            AND (chosen_lower IS NULL OR upper_limit IS NULL OR chosen_lower <= upper_limit) AS agrees
    FROM beside
)
SELECT
    place, metric, year, scope_kind, scope_key, scope,
    value, value_high, unit, bound, basis, lower_limit, upper_limit,
    report_id, report_year, statement_id, source_kind, sentence, text,
    preference,
    preference = 1 AND COALESCE(review, '') <> 'rejected' AS chosen,
    agrees,
    part_year, review, review_value,
    CAST(SUM(CASE WHEN at_in_report = 1 THEN 1 ELSE 0 END) OVER (
        PARTITION BY place, metric, year, scope_kind, scope_key
    ) AS INTEGER) AS n_vintages,
    CAST(n_statements AS INTEGER) AS n_statements,
    MAX(CASE WHEN agrees OR review = 'rejected' THEN 0 ELSE 1 END) OVER (
        PARTITION BY place, metric, year, scope_kind, scope_key
    ) = 1 AS disagree
FROM judged;

COMMENT ON VIEW vintages IS 'the same fact as several reports, or one report several times, state it, and whether they agree';

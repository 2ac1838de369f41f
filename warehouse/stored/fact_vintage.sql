-- Each figure that a report gives for a metric (blanks left out): which one of place, metric, year and scope is
-- preferred, and whether the others can be true beside it. Filled at load, so that questions need not choose
-- again: a figure that stands alone, as most do, is chosen by counting; only the others are ranked.
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
-- place_form: how many times the code had come to stand for another name or area by then (place_break).
-- part_year: the words before the figure in its sentence tell of a part of a year (上半年, 1-6月, 5月至12月).
WITH printed AS (
    SELECT
        statement_id, char_start,
        CASE WHEN text LIKE '%亿%' THEN 100000000 WHEN text LIKE '%万%' THEN 10000 ELSE 1 END AS multiplier,
        CASE
            WHEN sentence LIKE '%月%' OR sentence LIKE '%半年%' OR sentence LIKE '%季度%'
                THEN SUBSTR(sentence, 1, STRPOS(sentence, text))
        END AS before,
        CASE WHEN sentence IN (SELECT seen_sentence FROM review) THEN sentence END AS reviewed_sentence
    FROM fact_statement
    WHERE metric IS NOT NULL
),
place_year AS (
    SELECT y.place, y.year, CAST(COUNT(b.year) AS INTEGER) AS place_form
    FROM (SELECT DISTINCT place, year FROM fact_observation) AS y
    LEFT JOIN place_break AS b ON b.place = y.place AND b.year <= y.year
    GROUP BY y.place, y.year
),
figure AS (
    SELECT
        o.place, o.metric, o.year, o.scope,
        CASE WHEN m.figure_of = 'government' AND o.scope_kind = 'own' THEN 'whole' ELSE o.scope_kind END AS scope_kind,
        CASE WHEN o.scope_kind IN ('department', 'part') THEN COALESCE(o.scope, '') ELSE '' END AS scope_key,
        o.value, o.value_high, o.unit, o.bound, o.basis, o.report_id, o.report_year, o.statement_id,
        s.char_start, s.reviewed_sentence,
        CASE
            WHEN o.basis = 'derived' THEN 'derived'
            WHEN SUBSTR(o.report_id, 1, 6) <> o.place THEN 'other_place'
            WHEN o.report_year = o.year THEN 'own_report'
            WHEN o.report_year > o.year THEN 'later_report'
            ELSE 'earlier_report'
        END AS source_kind,
        CAST(CASE
            WHEN o.unit IN ('%', '‰') THEN
                CASE WHEN MOD(o.value, 1) = 0 THEN 0.5 WHEN MOD(o.value * 10, 1) = 0 THEN 0.05 ELSE 0.005 END
            WHEN s.multiplier > 1 THEN
                CASE
                    WHEN MOD(o.value, s.multiplier) = 0 THEN s.multiplier * 0.5
                    WHEN MOD(o.value * 10, s.multiplier) = 0 THEN s.multiplier * 0.05
                    WHEN MOD(o.value * 100, s.multiplier) = 0 THEN s.multiplier * 0.005
                    ELSE s.multiplier * 0.0005
                END
            ELSE 0
        END AS NUMERIC(24, 6)) AS rounding,
        CASE
            WHEN s.before IS NULL OR s.before LIKE '%1-12月%' OR s.before LIKE '%1月至12月%' OR s.before LIKE '%1月-12月%'
                THEN FALSE
            ELSE s.before LIKE '%上半年%' OR s.before LIKE '%下半年%' OR s.before LIKE '%一季度%'
                OR s.before LIKE '%二季度%' OR s.before LIKE '%三季度%' OR s.before LIKE '%四季度%'
                OR s.before LIKE '%月至%月%' OR s.before LIKE '%月-%月%' OR s.before LIKE '%月—%月%'
                OR s.before LIKE '%1-_月%' OR s.before LIKE '%1-1_月%' OR s.before LIKE '%1—_月%'
                OR s.before LIKE '%1—1_月%' OR s.before LIKE '%1至_月%' OR s.before LIKE '%1至1_月%'
                OR s.before LIKE '%1~_月%' OR s.before LIKE '%1~1_月%'
        END AS part_year,
        y.place_form
    FROM fact_observation AS o
    JOIN place_year AS y ON y.place = o.place AND y.year = o.year
    LEFT JOIN printed AS s ON s.statement_id = o.statement_id
    LEFT JOIN dim_metric AS m ON m.metric = o.metric
    WHERE o.value IS NOT NULL
),
limited AS (
    SELECT
        figure.*, v.decision AS review, v.value AS review_value,
        CASE
            WHEN figure.bound IN ('less_than', 'at_most') THEN NULL
            WHEN figure.bound = 'about' THEN CAST(figure.value - ABS(figure.value) * 0.1 AS NUMERIC(24, 6))
            ELSE CAST(figure.value - figure.rounding AS NUMERIC(24, 6))
        END AS lower_limit,
        CASE
            WHEN figure.bound IN ('more_than', 'at_least') THEN NULL
            WHEN figure.bound = 'about' THEN CAST(COALESCE(value_high, figure.value) + ABS(figure.value) * 0.1 AS NUMERIC(24, 6))
            ELSE CAST(COALESCE(value_high, figure.value) + figure.rounding AS NUMERIC(24, 6))
        END AS upper_limit
    FROM figure
    LEFT JOIN review_state AS v
        ON v.place = figure.place AND v.metric = figure.metric AND v.year = figure.year
        AND v.scope_kind = figure.scope_kind AND v.applies
        AND (v.seen_statement_id = figure.statement_id
            OR v.seen_sentence = figure.reviewed_sentence AND v.state = 'disagrees'
            OR v.seen_value = figure.value AND v.state = 'restated')
),
told_more_than_once AS (
    SELECT place, metric, year, scope_kind, scope_key, COUNT(*) AS n_figures
    FROM limited
    GROUP BY place, metric, year, scope_kind, scope_key
    HAVING COUNT(*) > 1
),
matched AS (
    SELECT limited.*, t.n_figures
    FROM limited
    LEFT JOIN told_more_than_once AS t
        ON t.place = limited.place AND t.metric = limited.metric AND t.year = limited.year
        AND t.scope_kind = limited.scope_kind AND t.scope_key = limited.scope_key
),
ordered AS (
    SELECT
        matched.*,
        ROW_NUMBER() OVER ranked AS preference,
        FIRST_VALUE(unit) OVER ranked AS chosen_unit,
        FIRST_VALUE(lower_limit) OVER ranked AS chosen_lower,
        FIRST_VALUE(upper_limit) OVER ranked AS chosen_upper,
        DENSE_RANK() OVER (PARTITION BY place, metric, year, scope_kind, scope_key ORDER BY report_id) AS nth_report,
        COUNT(*) OVER (PARTITION BY place, metric, year, scope_kind, scope_key, report_id) AS n_statements
    FROM matched
    WHERE n_figures IS NOT NULL
    WINDOW ranked AS (
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
    )
),
judged AS (
    SELECT
        ordered.*,
        unit = chosen_unit
            AND (lower_limit IS NULL OR chosen_upper IS NULL OR lower_limit <= chosen_upper)
            AND (chosen_lower IS NULL OR upper_limit IS NULL OR chosen_lower <= upper_limit) AS agrees
    FROM ordered
)
SELECT
    place, metric, year, scope_kind, scope_key, scope, value, value_high, unit, bound, basis, lower_limit, upper_limit,
    report_id, report_year, statement_id, source_kind, 1 AS preference, COALESCE(review, '') <> 'rejected' AS chosen,
    TRUE AS agrees, part_year, place_form, review, review_value, 1 AS n_vintages, 1 AS n_statements, FALSE AS disagree
FROM matched
WHERE n_figures IS NULL
UNION ALL
SELECT
    place, metric, year, scope_kind, scope_key, scope, value, value_high, unit, bound, basis, lower_limit, upper_limit,
    report_id, report_year, statement_id, source_kind, preference,
    preference = 1 AND COALESCE(review, '') <> 'rejected',
    agrees, part_year, place_form, review, review_value,
    CAST(MAX(nth_report) OVER fact AS INTEGER), CAST(n_statements AS INTEGER),
    MAX(CASE WHEN agrees OR review = 'rejected' THEN 0 ELSE 1 END) OVER fact = 1
FROM judged
WINDOW fact AS (PARTITION BY place, metric, year, scope_kind, scope_key);

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
WITH seen AS (
    SELECT statement_id, sentence
    FROM fact_statement
    WHERE sentence IN (SELECT seen_sentence FROM review)
),
place_year AS (
    SELECT y.place, y.year, CAST(COUNT(b.year) AS INTEGER) AS place_form
    FROM (SELECT DISTINCT place, year FROM fact_observation) AS y
    LEFT JOIN place_break AS b ON b.place = y.place AND b.year <= y.year
    GROUP BY y.place, y.year
),
figure AS NOT MATERIALIZED (
    SELECT
        o.place, o.metric, o.year, o.scope,
        CASE WHEN m.figure_of = 'government' AND o.scope_kind = 'own' THEN 'whole' ELSE o.scope_kind END AS scope_kind,
        CASE WHEN o.scope_kind IN ('department', 'part') THEN COALESCE(o.scope, '') ELSE '' END AS scope_key,
        o.value, o.value_high, o.unit, o.bound, o.basis, o.report_id, o.report_year, o.statement_id,
        o.char_start, o.part_year,
        CASE
            WHEN o.basis = 'derived' THEN 'derived'
            WHEN SUBSTR(o.report_id, 1, 6) <> o.place THEN 'other_place'
            WHEN o.report_year = o.year THEN 'own_report'
            WHEN o.report_year > o.year THEN 'later_report'
            ELSE 'earlier_report'
        END AS source_kind,
        CASE
            WHEN o.bound IN ('less_than', 'at_most') THEN NULL
            WHEN o.bound = 'about' THEN CAST(o.value - ABS(o.value) * 0.1 AS NUMERIC(24, 6))
            ELSE CAST(o.value - o.rounding AS NUMERIC(24, 6))
        END AS lower_limit,
        CASE
            WHEN o.bound IN ('more_than', 'at_least') THEN NULL
            WHEN o.bound = 'about' THEN CAST(COALESCE(o.value_high, o.value) + ABS(o.value) * 0.1 AS NUMERIC(24, 6))
            ELSE CAST(COALESCE(o.value_high, o.value) + o.rounding AS NUMERIC(24, 6))
        END AS upper_limit
    FROM fact_observation AS o
    LEFT JOIN dim_metric AS m ON m.metric = o.metric
    WHERE o.value IS NOT NULL
),
reviewed AS (
    SELECT figure.statement_id, v.decision AS review, v.value AS review_value
    FROM review_state AS v
    JOIN figure
        ON figure.place = v.place AND figure.metric = v.metric AND figure.year = v.year
        AND figure.scope_kind = v.scope_kind
    LEFT JOIN seen AS s ON s.statement_id = figure.statement_id
    WHERE v.applies
        AND (v.seen_statement_id = figure.statement_id
            OR v.seen_sentence = s.sentence AND v.state = 'disagrees'
            OR v.seen_value = figure.value AND v.state = 'restated')
),
told_more_than_once AS (
    SELECT place, metric, year, scope_kind, scope_key, ROW_NUMBER() OVER () AS fact
    FROM figure
    GROUP BY place, metric, year, scope_kind, scope_key
    HAVING COUNT(*) > 1
),
ordered AS (
    SELECT
        t.fact, f.statement_id, f.report_id, f.unit, f.lower_limit, f.upper_limit, r.review,
        ROW_NUMBER() OVER ranked AS preference,
        FIRST_VALUE(f.unit) OVER ranked AS chosen_unit,
        FIRST_VALUE(f.lower_limit) OVER ranked AS chosen_lower,
        FIRST_VALUE(f.upper_limit) OVER ranked AS chosen_upper
    FROM told_more_than_once AS t
    JOIN figure AS f
        ON f.place = t.place AND f.metric = t.metric AND f.year = t.year
        AND f.scope_kind = t.scope_kind AND f.scope_key = t.scope_key
    LEFT JOIN reviewed AS r ON r.statement_id = f.statement_id
    WINDOW ranked AS (
        PARTITION BY t.fact
        ORDER BY
            CASE r.review WHEN 'accepted' THEN 1 WHEN 'corrected' THEN 1 WHEN 'rejected' THEN 3 ELSE 2 END,
            CASE f.source_kind
                WHEN 'own_report' THEN 1
                WHEN 'later_report' THEN 2
                WHEN 'other_place' THEN 3
                WHEN 'earlier_report' THEN 4
                ELSE 5
            END,
            ABS(f.report_year - f.year),
            f.report_id,
            CASE f.bound WHEN 'exact' THEN 1 WHEN 'about' THEN 2 ELSE 3 END,
            f.char_start,
            f.statement_id
    )
),
judged AS (
    SELECT
        fact, statement_id, report_id, preference, review,
        unit = chosen_unit
            AND (lower_limit IS NULL OR chosen_upper IS NULL OR lower_limit <= chosen_upper)
            AND (chosen_lower IS NULL OR upper_limit IS NULL OR chosen_lower <= upper_limit) AS agrees,
        COUNT(*) OVER by_report AS n_statements,
        ROW_NUMBER() OVER by_report AS nth_of_report
    FROM ordered
    WINDOW by_report AS (
        PARTITION BY fact, report_id
        ORDER BY preference ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
),
settled AS (
    SELECT
        statement_id, preference, agrees, n_statements,
        COUNT(CASE WHEN nth_of_report = 1 THEN 1 END) OVER (PARTITION BY fact) AS n_vintages,
        MAX(CASE WHEN agrees OR review = 'rejected' THEN 0 ELSE 1 END) OVER (PARTITION BY fact) = 1 AS disagree
    FROM judged
)
SELECT
    f.place, f.metric, f.year, f.scope_kind, f.scope_key, f.scope, f.value, f.value_high, f.unit, f.bound, f.basis,
    f.lower_limit, f.upper_limit, f.report_id, f.report_year, f.statement_id, f.source_kind,
    COALESCE(s.preference, 1) AS preference,
    COALESCE(s.preference, 1) = 1 AND COALESCE(r.review, '') <> 'rejected' AS chosen,
    COALESCE(s.agrees, TRUE) AS agrees,
    f.part_year, y.place_form, r.review, r.review_value,
    CAST(COALESCE(s.n_vintages, 1) AS INTEGER) AS n_vintages,
    CAST(COALESCE(s.n_statements, 1) AS INTEGER) AS n_statements,
    COALESCE(s.disagree, FALSE) AS disagree
FROM figure AS f
JOIN place_year AS y ON y.place = f.place AND y.year = f.year
LEFT JOIN reviewed AS r ON r.statement_id = f.statement_id
LEFT JOIN settled AS s ON s.statement_id = f.statement_id;

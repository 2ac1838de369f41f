-- What a load adds to each observation: which one of place, metric, year and scope is chosen, so that questions need
-- not choose again. A figure that stands alone, as most do, is chosen by counting; only the others are ranked. There
-- is nothing to choose of a blank (no value).
--
-- Preference: what a reviewer accepted or corrected, then stated before derived, a link that is certain before a
-- likely one, the year's own report, then the nearest later one, then another place's, then an earlier one; within one
-- report exact before about before open bounds, then the first in the text, since reports give a total before its
-- parts. What a reviewer rejected is never chosen. Two figures agree when their limits meet (reported_figure).
--
-- place_form: how often the code had come to stand for another name or area by then (place_break).
-- needs: review_state
WITH period AS (
    SELECT
        place, year AS first_year,
        COALESCE(LEAD(year) OVER (PARTITION BY place ORDER BY year) - 1, 9999) AS last_year,
        CAST(ROW_NUMBER() OVER (PARTITION BY place ORDER BY year) AS INTEGER) AS place_form
    FROM place_break
),
told_more_than_once AS (
    SELECT place, metric, year, compared_as, scope_key, ROW_NUMBER() OVER () AS fact
    FROM incoming_figure
    GROUP BY place, metric, year, compared_as, scope_key
    HAVING COUNT(*) > 1
),
seen AS (
    SELECT statement_id, sentence
    FROM fact_statement
    WHERE sentence IN (SELECT seen_sentence FROM review_state)
),
reviewed AS (
    SELECT f.statement_id, v.decision AS review, v.value AS review_value
    FROM review_state AS v
    JOIN incoming_figure AS f
        ON f.place = v.place AND f.metric = v.metric AND f.year = v.year AND f.compared_as = v.scope_kind
    LEFT JOIN seen AS s ON s.statement_id = f.statement_id
    WHERE v.applies
        AND (v.seen_statement_id = f.statement_id
            OR v.seen_sentence = s.sentence AND v.state = 'disagrees'
            OR v.seen_value = f.value AND v.state = 'restated')
),
ordered AS (
    SELECT
        t.fact, f.statement_id, f.report_id, f.unit, f.lower_limit, f.upper_limit, r.review,
        ROW_NUMBER() OVER ranked AS preference,
        FIRST_VALUE(f.unit) OVER ranked AS chosen_unit,
        FIRST_VALUE(f.lower_limit) OVER ranked AS chosen_lower,
        FIRST_VALUE(f.upper_limit) OVER ranked AS chosen_upper
    FROM told_more_than_once AS t
    JOIN incoming_figure AS f
        ON f.place = t.place AND f.metric = t.metric AND f.year = t.year
        AND f.compared_as = t.compared_as AND f.scope_key = t.scope_key
    LEFT JOIN reviewed AS r ON r.statement_id = f.statement_id
    WINDOW ranked AS (
        PARTITION BY t.fact
        ORDER BY
            CASE r.review WHEN 'accepted' THEN 1 WHEN 'corrected' THEN 1 WHEN 'rejected' THEN 3 ELSE 2 END,
            CASE f.basis WHEN 'stated' THEN 1 ELSE 2 END,
            CASE f.certainty WHEN 'certain' THEN 1 ELSE 2 END,
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
        fact, statement_id, preference, review,
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
    o.place, o.metric, o.year, o.scope_kind, o.scope, o.value, o.value_high, o.unit, o.bound, o.basis,
    o.report_id, o.report_year, o.statement_id, o.char_start, o.rounding,
    o.first_month, o.last_month, o.part_year, o.link_basis, o.certainty, o.derivation,
    CASE
        WHEN o.value IS NOT NULL THEN COALESCE(s.preference, 1) = 1 AND COALESCE(r.review, '') <> 'rejected'
    END AS chosen,
    CASE WHEN o.value IS NOT NULL THEN COALESCE(s.preference, 1) END AS preference,
    CASE WHEN o.value IS NOT NULL THEN COALESCE(s.agrees, TRUE) END AS agrees,
    CASE WHEN o.value IS NOT NULL THEN CAST(COALESCE(s.n_vintages, 1) AS INTEGER) END AS n_vintages,
    CASE WHEN o.value IS NOT NULL THEN CAST(COALESCE(s.n_statements, 1) AS INTEGER) END AS n_statements,
    CASE WHEN o.value IS NOT NULL THEN COALESCE(s.disagree, FALSE) END AS disagree,
    COALESCE(p.place_form, 0) AS place_form, r.review, r.review_value
FROM incoming_observation AS o
LEFT JOIN period AS p ON p.place = o.place AND o.year BETWEEN p.first_year AND p.last_year
LEFT JOIN reviewed AS r ON r.statement_id = o.statement_id
LEFT JOIN settled AS s ON s.statement_id = o.statement_id;

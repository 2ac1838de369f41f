-- What a load adds to each observation: which one of place, metric, year and scope is chosen, so that questions need
-- not choose again. A figure that stands alone, as most do, is chosen by counting; only the others are ranked. There
-- is nothing to choose of a blank (no value).
--
-- Preference, the first difference deciding:
--   between reports  what a reviewer accepted or corrected, the latest decision first; the place's own reports before
--                    another place's; a figure of the whole year before one of a part; stated before derived; a link
--                    that is certain before a likely one; the metric's own unit before another that it is told in; the
--                    year's own report, then the nearest later one, then an earlier one;
--   within a report  the better link (own words, table, clause, sentence, heading, inherited); the whole's scope (words
--                    that say the whole, 全市, then its kind of scope, then what is only compared as it); exact before
--                    about before open bounds; the first in the text.
-- What a reviewer rejected is never chosen. The last two decide between figures that can both be true; where they
-- cannot, and link and scope are alike, the rules settle nothing: these figures are `unsettled`, and while one of them
-- is shown, it is marked, judged against nothing and not ranked, until a reviewer decides.
--
-- A bound, an approximation or a range that would be chosen so gives way to the exact figure of the same months that
-- the year's own or a later report gives and that agrees with it (`sharper`): 近300 to 298. Two figures agree when
-- their limits meet (reported_figure). Figures of other months, or in another unit, contradict nothing.
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
judged_by AS (
    SELECT
        f.statement_id, v.decision AS review, v.value AS review_value, v.decided_at, v.workbook,
        ROW_NUMBER() OVER (
            PARTITION BY f.statement_id ORDER BY v.decided_at DESC, v.workbook DESC, v.seen_statement_id
        ) AS age
    FROM review_state AS v
    JOIN incoming_figure AS f
        ON f.place = v.place AND f.metric = v.metric AND f.year = v.year AND v.scope_kind IN (f.compared_as, f.scope_kind)
    LEFT JOIN seen AS s ON s.statement_id = f.statement_id
    WHERE v.applies
        AND (v.seen_statement_id = f.statement_id
            OR v.seen_sentence = s.sentence AND v.state = 'disagrees'
            OR v.seen_value = f.value AND v.state = 'restated')
),
reviewed AS (
    SELECT * FROM judged_by WHERE age = 1
),
keyed AS (
    SELECT
        t.fact, f.statement_id, f.report_id, f.unit, f.lower_limit, f.upper_limit, f.first_month, f.last_month,
        f.source_kind, f.certainty, f.char_start, r.review, r.decided_at, r.workbook,
        f.bound = 'exact' AND f.value_high IS NULL AND f.basis = 'stated' AS is_exact,
        CASE r.review WHEN 'accepted' THEN 1 WHEN 'corrected' THEN 1 WHEN 'rejected' THEN 3 ELSE 2 END AS by_review,
        CASE WHEN SUBSTR(f.report_id, 1, 6) = f.place THEN 1 ELSE 2 END AS by_place,
        CASE WHEN f.part_year THEN 2 ELSE 1 END AS by_months,
        CASE f.basis WHEN 'stated' THEN 1 ELSE 2 END AS by_basis,
        CASE f.certainty WHEN 'certain' THEN 1 ELSE 2 END AS by_certainty,
        CASE WHEN f.unit <> m.unit THEN 2 ELSE 1 END AS by_unit,
        CASE WHEN f.report_year = f.year THEN 1 WHEN f.report_year > f.year THEN 2 ELSE 3 END AS by_report,
        ABS(f.report_year - f.year) AS years_away,
        CASE f.link_basis
            WHEN 'own' THEN 1 WHEN 'table' THEN 2 WHEN 'clause' THEN 3 WHEN 'sentence' THEN 4 WHEN 'heading' THEN 5 ELSE 6
        END AS by_link,
        CASE
            WHEN f.scope_kind = 'whole' AND f.scope IS NOT NULL THEN 1 WHEN f.scope_kind = f.compared_as THEN 2 ELSE 3
        END AS by_scope,
        CASE WHEN f.value_high IS NOT NULL THEN 3 WHEN f.bound = 'exact' THEN 1 WHEN f.bound = 'about' THEN 2 ELSE 3 END
            AS by_bound
    FROM told_more_than_once AS t
    JOIN incoming_figure AS f
        ON f.place = t.place AND f.metric = t.metric AND f.year = t.year
        AND f.compared_as = t.compared_as AND f.scope_key = t.scope_key
    LEFT JOIN dim_metric AS m ON m.metric = f.metric
    LEFT JOIN reviewed AS r ON r.statement_id = f.statement_id
),
tiered AS (
    SELECT
        keyed.*,
        RANK() OVER (
            PARTITION BY fact
            ORDER BY
                by_review, decided_at DESC NULLS LAST, workbook DESC NULLS LAST, by_place, by_months, by_basis,
                by_certainty, by_unit, by_report, years_away, report_id, by_link, by_scope
        ) AS tier
    FROM keyed
),
ordered AS (
    SELECT
        tiered.*,
        ROW_NUMBER() OVER (PARTITION BY fact ORDER BY tier, by_bound, char_start, statement_id) AS nth
    FROM tiered
),
sharpened AS (
    SELECT
        o.*,
        NOT h.is_exact AND h.review IS NULL AND o.is_exact AND o.review IS NULL
            AND o.source_kind IN ('own_report', 'later_report')
            AND o.certainty IS NOT DISTINCT FROM h.certainty AND o.unit = h.unit
            AND o.first_month = h.first_month AND o.last_month = h.last_month
            AND (o.lower_limit IS NULL OR h.upper_limit IS NULL OR o.lower_limit <= h.upper_limit)
            AND (h.lower_limit IS NULL OR o.upper_limit IS NULL OR h.lower_limit <= o.upper_limit) AS sharper
    FROM ordered AS o
    JOIN ordered AS h ON h.fact = o.fact AND h.nth = 1
),
headed AS (
    SELECT
        sharpened.*,
        ROW_NUMBER() OVER ranked AS preference,
        FIRST_VALUE(tier) OVER ranked AS chosen_tier,
        FIRST_VALUE(unit) OVER ranked AS chosen_unit,
        FIRST_VALUE(lower_limit) OVER ranked AS chosen_lower,
        FIRST_VALUE(upper_limit) OVER ranked AS chosen_upper,
        FIRST_VALUE(first_month) OVER ranked AS chosen_first_month,
        FIRST_VALUE(last_month) OVER ranked AS chosen_last_month
    FROM sharpened
    WINDOW ranked AS (PARTITION BY fact ORDER BY CASE WHEN sharper THEN 1 ELSE 2 END, nth)
),
judged AS (
    SELECT
        fact, statement_id, preference, review, sharper AND preference = 1 AS sharper,
        tier = chosen_tier AND COALESCE(review, '') <> 'rejected' AS is_tied,
        unit <> chosen_unit OR first_month <> chosen_first_month OR last_month <> chosen_last_month
            OR (lower_limit IS NULL OR chosen_upper IS NULL OR lower_limit <= chosen_upper)
            AND (chosen_lower IS NULL OR upper_limit IS NULL OR chosen_lower <= upper_limit) AS agrees,
        COUNT(*) OVER by_report AS n_statements,
        ROW_NUMBER() OVER by_report AS nth_of_report
    FROM headed
    WINDOW by_report AS (
        PARTITION BY fact, report_id
        ORDER BY preference ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
),
settled AS (
    SELECT
        statement_id, preference, agrees, n_statements, sharper,
        is_tied AND MAX(CASE WHEN is_tied AND NOT agrees THEN 1 ELSE 0 END) OVER (PARTITION BY fact) = 1 AS unsettled,
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
    CASE WHEN o.value IS NOT NULL THEN COALESCE(s.sharper, FALSE) END AS sharper,
    CASE WHEN o.value IS NOT NULL THEN COALESCE(s.unsettled, FALSE) END AS unsettled,
    COALESCE(p.place_form, 0) AS place_form, r.review, r.review_value
FROM incoming_observation AS o
LEFT JOIN period AS p ON p.place = o.place AND o.year BETWEEN p.first_year AND p.last_year
LEFT JOIN reviewed AS r ON r.statement_id = o.statement_id
LEFT JOIN settled AS s ON s.statement_id = o.statement_id;

-- What most needs a human, first: the rows of the review sheet, each statement once under its gravest reason. Within
-- a reason the base year comes first, and figures of the same fact stand together. What was decided and still holds
-- comes last. Two figures for one fact come where the graver one does, so that they are decided on side by side.
WITH marked_sentence AS (
    -- part: marked_sentence
),
shown_figure AS (
    -- part: shown_figure
),
position AS (
    -- part: position
),
conflict AS (
    -- part: conflict
),
another_look AS (
    SELECT COALESCE(s.statement_id, o.statement_id) AS statement_id, v.state
    FROM review_state AS v
    LEFT JOIN fact_observation AS s ON s.statement_id = v.seen_statement_id
    LEFT JOIN observation AS o
        ON o.place = v.place AND o.metric = v.metric AND o.year = v.year AND o.scope_kind = v.scope_kind
        AND o.report_id >= $first AND o.report_id < $after
    WHERE v.state IN ('disagrees', 'stale')
),
mine AS (
    SELECT statement_id FROM fact_statement WHERE report_id >= $first AND report_id < $after
),
cause AS (
    SELECT statement_id, 0 AS weight, 'unsettled' AS reason
    FROM reported_figure
    WHERE unsettled AND report_id >= $first AND report_id < $after
    UNION ALL
    SELECT statement_id, 1, 'reviewers' FROM conflict
    UNION ALL
    SELECT statement_id, 2, state FROM another_look
    UNION ALL
    SELECT statement_id, 3, 'likely'
    FROM fact_observation
    WHERE certainty = 'likely' AND value IS NOT NULL AND report_id >= $first AND report_id < $after
    UNION ALL
    SELECT statement_id, 4, 'two figures'
    FROM reported_figure
    WHERE disagree AND report_id >= $first AND report_id < $after
    UNION ALL
    SELECT statement_id, 5, check_name
    FROM check_result
    WHERE check_name NOT IN ('contradictions', 'jumps', 'plausible', 'rates', 'reviews', 'promises')
        AND statement_id IN (SELECT statement_id FROM mine)
    UNION ALL
    SELECT statement_id, 6, 'no metric'
    FROM fact_statement
    WHERE metric IS NULL AND basis = 'stated' AND suggestions[1] IS NOT NULL
        AND report_id >= $first AND report_id < $after
    UNION ALL
    SELECT statement_id, CASE check_name WHEN 'jumps' THEN 7 ELSE 8 END, check_name
    FROM check_result
    WHERE check_name IN ('jumps', 'plausible', 'rates') AND statement_id IN (SELECT statement_id FROM mine)
    UNION ALL
    SELECT seen_statement_id, 10, 'decided' FROM position
),
queued AS (
    SELECT
        statement_id,
        CASE WHEN MAX(weight) = 10 AND MIN(weight) > 2 THEN 10 ELSE MIN(weight) END AS weight,
        STRING_AGG(
            DISTINCT CAST(weight + 10 AS VARCHAR) || reason, ',' ORDER BY CAST(weight + 10 AS VARCHAR) || reason
        ) AS reasons
    FROM cause
    WHERE statement_id IS NOT NULL
    GROUP BY statement_id
)
SELECT
    q.weight, q.reasons, f.statement_id, f.report_id, f.place, COALESCE(p.name, f.place) AS place_name, f.year,
    f.metric, m.label_zh, f.scope_kind, f.scope, f.value, f.value_high, f.unit, f.bound, f.basis,
    f.mark, f.sentence,
    s.sentence_before, s.sentence_marked, s.sentence_after, s.section, r.source_url,
    f.suggestions[1] AS first_suggestion, f.suggestions[2] AS second_suggestion, f.suggestions[3] AS third_suggestion
FROM queued AS q
JOIN shown_figure AS f ON f.statement_id = q.statement_id
JOIN marked_sentence AS s ON s.statement_id = q.statement_id
LEFT JOIN dim_report AS r ON r.report_id = f.report_id
LEFT JOIN dim_place AS p ON p.code = f.place
LEFT JOIN dim_metric AS m ON m.metric = f.metric
ORDER BY
    CASE
        WHEN q.weight < 10 AND q.reasons LIKE '%two figures%'
            THEN MIN(CASE WHEN q.reasons LIKE '%two figures%' THEN q.weight END) OVER (
                PARTITION BY f.place, f.metric, f.year, f.scope_kind
            )
        ELSE q.weight
    END,
    f.year <> $base_year, f.place, COALESCE(m.sort_key, 2147483647), f.year, f.scope_kind, s.char_start,
    f.statement_id
LIMIT $most

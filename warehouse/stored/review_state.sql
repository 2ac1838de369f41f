-- The latest decision on each figure of a place, metric, year and scope kind, and whether it still applies: of two
-- figures for one fact one may be rejected and the other accepted. It does while
-- the sentence that the reviewer saw stands (holds; disagrees where another value is read from it now), and
-- where the sentence changed and the value did not (restated). It does not where both changed (stale), or
-- the figure is gone (orphaned). Figures assigned to a metric are proposals for the catalogue, and not here.
WITH latest AS (
    SELECT
        review.*,
        ROW_NUMBER() OVER (
            PARTITION BY place, metric, year, scope_kind, seen_statement_id
            ORDER BY
                decided_at DESC, workbook DESC, decision, value NULLS LAST, reviewer,
                reason NULLS LAST, seen_value NULLS LAST, seen_unit, seen_sentence
        ) AS age
    FROM review
    WHERE decision <> 'assigned'
),
traced AS (
    SELECT
        l.place, l.metric, l.year, l.scope_kind, l.seen_statement_id,
        MAX(CASE WHEN s.statement_id = l.seen_statement_id OR s.sentence = l.seen_sentence THEN 1 ELSE 0 END) AS stands,
        MAX(CASE WHEN o.value = l.seen_value OR (o.value IS NULL AND l.seen_value IS NULL) THEN 1 ELSE 0 END) AS same,
        COUNT(o.statement_id) AS n_figures
    FROM latest AS l
    LEFT JOIN incoming_observation AS o
        ON o.place = l.place AND o.metric = l.metric AND o.year = l.year
    LEFT JOIN (
        SELECT statement_id, sentence FROM fact_statement WHERE place IN (SELECT place FROM review)
    ) AS s ON s.statement_id = o.statement_id
    WHERE l.age = 1
    GROUP BY l.place, l.metric, l.year, l.scope_kind, l.seen_statement_id
)
SELECT
    l.place, l.metric, l.year, l.scope_kind, l.decision, l.value, l.reviewer, l.decided_at, l.reason,
    l.seen_value, l.seen_unit, l.seen_sentence, l.seen_statement_id, l.workbook,
    CASE
        WHEN t.n_figures = 0 THEN 'orphaned'
        WHEN t.stands = 1 AND t.same = 1 THEN 'holds'
        WHEN t.stands = 1 THEN 'disagrees'
        WHEN t.same = 1 THEN 'restated'
        ELSE 'stale'
    END AS state,
    t.n_figures > 0 AND (t.stands = 1 OR t.same = 1) AS applies
FROM latest AS l
JOIN traced AS t
    ON t.place = l.place AND t.metric = l.metric AND t.year = l.year AND t.scope_kind = l.scope_kind
    AND t.seen_statement_id = l.seen_statement_id
WHERE l.age = 1;

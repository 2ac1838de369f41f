    -- What each reviewer thinks of each figure by now: the latest decision of each. A figure sent to another metric
    -- has two rows of one moment, of which the one that assigns counts.
    SELECT
        place, metric, year, scope_kind, decision, value, reviewer, decided_at, reason, seen_value, seen_statement_id,
        COUNT(*) OVER (PARTITION BY seen_statement_id) AS n_reviewers
    FROM (
        SELECT
            review.*,
            ROW_NUMBER() OVER (
                PARTITION BY seen_statement_id, reviewer
                ORDER BY decided_at DESC, workbook DESC, decision, metric, value NULLS LAST, reason NULLS LAST
            ) AS age
        FROM review
    ) AS aged
    WHERE age = 1

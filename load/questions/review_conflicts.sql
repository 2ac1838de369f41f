-- What each reviewer says of the figures on which two stand apart.
WITH position AS (
    -- part: position
),
conflict AS (
    -- part: conflict
)
SELECT
    p.place, COALESCE(d.name, p.place) AS place_name, p.metric, p.year, p.seen_value, p.reviewer, p.decision, p.value,
    p.decided_at, p.reason, p.seen_statement_id
FROM position AS p
JOIN conflict AS c ON c.statement_id = p.seen_statement_id
LEFT JOIN dim_place AS d ON d.code = p.place
ORDER BY p.place, p.metric, p.year, p.seen_statement_id, p.decided_at, p.reviewer

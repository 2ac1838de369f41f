-- How many decisions count, by their state: those of `review_state`, and the assignments, which change no value but
-- stand as proposals for the catalogue.
WITH position AS (
    -- part: position
)
SELECT state, decision, CAST(COUNT(*) AS INTEGER) AS n, MAX(decided_at) AS latest
FROM (
    SELECT state, decision, decided_at FROM review_state
    UNION ALL
    SELECT 'proposed', decision, decided_at FROM position WHERE decision = 'assigned'
) AS counted
GROUP BY state, decision
ORDER BY state, decision

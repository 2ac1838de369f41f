-- The latest decision of each reviewer on each figure, the oldest first.
WITH position AS (
    -- part: position
)
SELECT position.*, m.label_zh
FROM position
LEFT JOIN dim_metric AS m ON m.metric = position.metric
ORDER BY seen_statement_id, decided_at, reviewer

-- The best and the last place of the base year by metric and level, where at least two are ranked and one way is better.
WITH ranked AS (
    SELECT
        c.metric, c.label_zh, c.label_en, c.metric_order, c.scope_kind, c.unit, c.place_name, c.place_level, c.value, c.bound, c.mark,
        r.n, r.median,
        ROW_NUMBER() OVER (PARTITION BY c.metric, c.scope_kind, c.place_level ORDER BY r.place_rank, c.place) AS from_top,
        ROW_NUMBER() OVER (
            PARTITION BY c.metric, c.scope_kind, c.place_level ORDER BY r.place_rank DESC, c.place DESC
        ) AS from_end
    FROM compare_places AS c
    JOIN place_rank AS r
        ON r.place = c.place AND r.metric = c.metric AND r.year = c.year AND r.scope_kind = c.scope_kind
        AND r.peers = $peers
    WHERE c.year = $base_year AND c.place >= $peers_first AND c.place < $peers_after AND c.better <> 'neutral'
        AND r.n > 1
)
SELECT
    b.label_zh, b.label_en, b.scope_kind, b.unit, b.n, b.median,
    b.place_name AS best_name, b.value AS best_value, b.bound AS best_bound, b.mark AS best_mark,
    w.place_name AS worst_name, w.value AS worst_value, w.bound AS worst_bound, w.mark AS worst_mark
FROM ranked AS b
JOIN ranked AS w ON w.metric = b.metric AND w.scope_kind = b.scope_kind AND w.place_level = b.place_level AND w.from_end = 1
WHERE b.from_top = 1
ORDER BY b.n DESC, b.metric_order, b.metric, b.scope_kind DESC, b.place_level
LIMIT $most

-- The best and the last place of the base year by metric and level, where at least two are ranked and one way is better.
WITH ranked AS (
    SELECT
        metric, label_zh, label_en, metric_order, scope_kind, unit, place_name, place_level, value, bound, mark, n, median,
        ROW_NUMBER() OVER (PARTITION BY metric, scope_kind, place_level ORDER BY place_rank, place) AS from_top,
        ROW_NUMBER() OVER (PARTITION BY metric, scope_kind, place_level ORDER BY place_rank DESC, place DESC) AS from_end
    FROM place_standing
    WHERE year = $base_year AND peers = $peers AND place >= $peers_first AND place < $peers_after
        AND ($peers <> 'province' OR peer_group = $peers_first)
        AND better <> 'neutral' AND why_not IS NULL AND n > 1
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

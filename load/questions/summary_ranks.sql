-- The first two places of the base year by each metric, those that most places have first; then the places behind
-- them. A rank is among the places of one level, `all_rank` among all.
WITH ranked AS (
    SELECT
        compare_places.*,
        ROW_NUMBER() OVER (PARTITION BY metric, scope_kind ORDER BY all_rank, place) AS turn
    FROM compare_places
    WHERE year = $base_year AND all_n > 1
)
SELECT
    place, place_name, metric, label_zh, label_en, scope_kind, unit, value, bound, value_high, mark,
    place_rank, n, median, all_rank, all_n
FROM ranked
ORDER BY turn > 2, all_n DESC, metric_order, metric, scope_kind DESC, all_rank, place
LIMIT $most

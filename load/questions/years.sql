-- The one value for place, metric, scope kind and year, each with how the base year stands against the nearest other
-- year (an earlier one before a later one).
WITH nearest AS (
    SELECT
        compare_years.*,
        ROW_NUMBER() OVER (
            PARTITION BY place, metric, scope_kind ORDER BY ABS(year - base_year), year
        ) AS preference
    FROM compare_years
    WHERE base_year = $base_year AND place >= $first AND place < $after
)
SELECT
    o.place, o.place_name, o.metric_order, o.metric, o.label_zh, o.label_en, o.scope_kind, o.unit, o.better,
    o.year, o.value, o.bound, o.value_high, o.mark, o.basis,
    n.year AS other_year, n.difference, n.difference_unit, n.verdict, n.why_not, n.break_mark
FROM observation AS o
LEFT JOIN nearest AS n
    ON n.place = o.place AND n.metric = o.metric AND n.scope_kind = o.scope_kind AND n.preference = 1
WHERE o.place >= $first AND o.place < $after
ORDER BY o.place, o.metric_order, o.metric, o.scope_kind DESC, o.unit, o.year

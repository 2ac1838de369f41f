-- What places without a figure of the base year say of the nearest year that they have, each beside the base year's
-- figure of one place that it may be compared with: of the same months and, but for rates, the same level.
WITH nearest AS (
    SELECT
        observation.*,
        ROW_NUMBER() OVER (
            PARTITION BY place, metric, scope_kind ORDER BY ABS(year - $base_year), year
        ) AS preference
    FROM observation
),
beside AS (
    SELECT
        b.place, b.place_name, b.metric, b.label_zh, b.label_en, b.scope_kind, b.unit, b.value, b.bound,
        b.value_high, b.mark, b.metric_order, o.value_high AS other_value_high, o.mark AS other_mark,
        o.place AS other_place, o.place_name AS other_name, o.year AS other_year, o.value AS other_value,
        o.bound AS other_bound,
        ROW_NUMBER() OVER (
            PARTITION BY o.place, o.metric, o.scope_kind
            ORDER BY b.place_level <> o.place_level, SUBSTR(b.place, 1, 2) <> SUBSTR(o.place, 1, 2), b.place
        ) AS nth
    FROM nearest AS b
    JOIN nearest AS o
        ON o.metric = b.metric AND o.scope_kind = b.scope_kind AND o.unit = b.unit AND o.place <> b.place
        AND o.preference = 1 AND o.year <> $base_year
        AND (o.place_level = b.place_level OR o.unit IN ('%', '‰'))
        AND o.first_month = b.first_month AND o.last_month = b.last_month
        AND o.value_high IS NULL AND o.bound IN ('exact', 'about') AND NOT o.unsettled
    WHERE b.year = $base_year AND b.value_high IS NULL AND b.bound IN ('exact', 'about') AND NOT b.unsettled
)
SELECT
    place, place_name, metric, label_zh, label_en, scope_kind, unit, value, bound, value_high, mark,
    other_value_high, other_mark, other_place, other_name, other_year, other_value, other_bound
FROM beside
WHERE nth = 1
ORDER BY
    unit <> '%', ABS(other_year - $base_year), metric_order, metric, scope_kind DESC, place, other_place
LIMIT $most

-- Where the base year lies farthest from the nearest other year: rates by points, counts by how many times.
WITH nearest AS (
    SELECT
        compare_years.*,
        ROW_NUMBER() OVER (
            PARTITION BY place, metric, scope_kind ORDER BY ABS(year - base_year), year
        ) AS preference
    FROM compare_years
    WHERE base_year = $base_year AND place >= $first AND place < $after AND difference <> 0
)
SELECT
    place, place_name, metric, label_zh, label_en, scope_kind, unit, base_value AS value, base_bound AS bound,
    base_value_high AS value_high, base_mark AS mark, year AS other_year, value AS other_value, bound AS other_bound,
    value_high AS other_value_high, mark AS other_mark, difference, difference_unit, verdict,
    base_statement_id, statement_id, report_id
FROM nearest
WHERE preference = 1 AND (unit IN ('%', '‰') OR ratio > 0)
ORDER BY
    CASE
        WHEN unit IN ('%', '‰') THEN CAST(ABS(difference) AS DOUBLE PRECISION) / 25
        ELSE ABS(LN(CAST(ratio AS DOUBLE PRECISION)))
    END DESC,
    metric_order, metric, scope_kind, place
LIMIT $most

-- Where the base year lies farthest from the nearest other year: rates by points, counts by how many times.
WITH nearest AS (
    SELECT
        compare_years.*,
        ROW_NUMBER() OVER (
            PARTITION BY place, metric, scope_kind ORDER BY ABS(year - base_year), year
        ) AS preference
    FROM compare_years
    WHERE base_year = $base_year AND place >= $first AND place < $after AND difference <> 0
),
farthest AS (
    SELECT
        nearest.*,
        ROW_NUMBER() OVER (
            ORDER BY
                CASE
                    WHEN unit IN ('%', '‰') THEN CAST(ABS(difference) AS DOUBLE PRECISION) / 25
                    ELSE ABS(LN(CAST(ratio AS DOUBLE PRECISION)))
                END DESC,
                metric_order, metric, scope_kind, place
        ) AS nth
    FROM nearest
    WHERE preference = 1 AND (unit IN ('%', '‰') OR ratio > 0)
)
SELECT
    n.place, n.place_name, n.metric, n.label_zh, n.label_en, n.scope_kind, n.unit, n.base_value AS value,
    n.base_bound AS bound, n.base_value_high AS value_high, n.base_mark AS mark, n.year AS other_year,
    n.value AS other_value, n.bound AS other_bound, n.value_high AS other_value_high, n.mark AS other_mark,
    n.difference, n.verdict, n.base_statement_id AS statement_id, b.report_id, b.char_start,
    n.statement_id AS other_statement_id, n.report_id AS other_report_id, s.char_start AS other_char_start
FROM farthest AS n
LEFT JOIN fact_statement AS b ON b.statement_id = n.base_statement_id
LEFT JOIN fact_statement AS s ON s.statement_id = n.statement_id
WHERE n.nth <= $most
ORDER BY n.nth

-- Figures that lie far from the base year's, of some reports alone: rates by points, all else by how many times.
-- A figure of the base year stands against the nearest other year.
WITH judged AS (
    SELECT
        c.*, b.report_id AS base_report_id,
        ROW_NUMBER() OVER (
            PARTITION BY c.place, c.metric, c.scope_kind ORDER BY ABS(c.year - c.base_year), c.year
        ) AS preference
    FROM compare_years AS c
    LEFT JOIN fact_statement AS b ON b.statement_id = c.base_statement_id
    WHERE c.base_year = $base_year AND c.difference <> 0
)
SELECT
    place, place_name, metric, label_zh, label_en, scope_kind, unit, base_year, base_value, base_report_id,
    year, value, report_id, difference, ratio
FROM judged
WHERE (report_id = ANY($reports) OR (preference = 1 AND base_report_id = ANY($reports)))
    AND CASE
        WHEN unit IN ('%', '‰') THEN ABS(difference) >= $points
        ELSE ratio > 0 AND (ratio >= $times OR ratio * $times <= 1)
    END
ORDER BY
    CASE
        WHEN unit IN ('%', '‰') THEN CAST(ABS(difference) / $points AS DOUBLE PRECISION)
        ELSE ABS(LN(CAST(ratio AS DOUBLE PRECISION))) / LN(CAST($times AS DOUBLE PRECISION))
    END DESC,
    metric_order, metric, scope_kind, place, year
LIMIT $most

-- The base year's figures of each place against the nearest other year (earlier before later); those that say most
-- come first: a verdict, then metrics that more places have.
WITH nearest AS (
    SELECT
        compare_years.*,
        ROW_NUMBER() OVER (
            PARTITION BY place, metric, scope_kind ORDER BY year > base_year, ABS(year - base_year)
        ) AS preference
    FROM compare_years
    WHERE base_year = $base_year
)
SELECT
    p.place, p.place_name, p.metric, p.label_zh, p.label_en, p.scope_kind, p.unit, p.value, p.bound,
    p.value_high, p.mark,
    y.year AS other_year, y.value AS other_value, y.bound AS other_bound, y.value_high AS other_value_high,
    y.mark AS other_mark, y.difference, y.verdict, y.why_not
FROM compare_places AS p
INNER JOIN nearest AS y
    ON y.place = p.place AND y.metric = p.metric AND y.scope_kind = p.scope_kind AND y.preference = 1
WHERE p.year = $base_year
ORDER BY
    (y.verdict IN ('better', 'worse', 'same')) DESC NULLS LAST, p.better = 'neutral',
    p.n DESC, p.metric_order, p.metric, p.scope_kind DESC, p.place_rank NULLS LAST, p.place
LIMIT $most

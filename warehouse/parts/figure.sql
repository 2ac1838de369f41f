-- The query of reported_figure, of stored rows or of those that a load brings in.
SELECT
    o.*,
-- part: whose(o)
    CASE
        WHEN o.bound IN ('less_than', 'at_most') THEN NULL
        WHEN o.bound IN ('more_than', 'at_least') THEN o.value
        WHEN o.bound = 'about' AND o.basis = 'stated' THEN CAST(o.value - ABS(o.value) * 0.1 AS NUMERIC(24, 6))
        ELSE CAST(o.value - o.rounding AS NUMERIC(24, 6))
    END AS lower_limit,
    CASE
        WHEN o.bound IN ('more_than', 'at_least') THEN NULL
        WHEN o.bound IN ('less_than', 'at_most') THEN COALESCE(o.value_high, o.value)
        WHEN o.bound = 'about' AND o.basis = 'stated'
            THEN CAST(COALESCE(o.value_high, o.value) + ABS(o.value) * 0.1 AS NUMERIC(24, 6))
        ELSE CAST(COALESCE(o.value_high, o.value) + o.rounding AS NUMERIC(24, 6))
    END AS upper_limit,
    CASE
        WHEN o.basis = 'derived' THEN 'derived'
        WHEN SUBSTR(o.report_id, 1, 6) <> o.place THEN 'other_place'
        WHEN o.report_year = o.year THEN 'own_report'
        WHEN o.report_year > o.year THEN 'later_report'
        ELSE 'earlier_report'
    END AS source_kind
FROM {rows} AS o
LEFT JOIN dim_metric AS m ON m.metric = o.metric
WHERE o.value IS NOT NULL

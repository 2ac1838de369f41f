-- Each observation that has a value, with whose it is and between what it lies. A load asks the same of the rows that
-- come in, before they are stored (warehouse/sql.py).
--
-- compared_as: where only the place's government itself can have a figure (dim_metric.figure_of), its own figure is
-- the place's; elsewhere own and whole stand apart. What a report says of another place that has a code of its own
-- (金华's of 义乌) is that place's figure, and its source_kind other_place.
--
-- lower_limit and upper_limit tell between what the true value lies: a printed 92% may be 91.5 to 92.5, a printed
-- 3.4万 may be 33500 to 34500, about means a tenth either way. An open bound is open to its side and as printed to
-- the other: 90%以上 is no less than 90. A derived figure carries the rounding of all it comes from: 92% less 7
-- points is 84 to 86.
CREATE VIEW reported_figure AS
SELECT
    o.*,
    CASE
        WHEN m.figure_of = 'government' AND o.scope_kind = 'own' THEN 'whole'
        WHEN o.scope_kind = 'area' AND SUBSTR(o.report_id, 1, 6) <> o.place THEN 'whole'
        ELSE o.scope_kind
    END AS compared_as,
    CASE WHEN o.scope_kind IN ('department', 'part') THEN COALESCE(o.scope, '') ELSE '' END AS scope_key,
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
FROM fact_observation AS o
LEFT JOIN dim_metric AS m ON m.metric = o.metric
WHERE o.value IS NOT NULL;

COMMENT ON VIEW reported_figure IS 'each figure that a report gives for a metric, with whose it is and between what it lies';

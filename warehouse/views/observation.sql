-- The one value for place, metric, year and scope kind, with why it is that one. Scope kinds stand apart:
-- whole (the place), own (its government alone), area (a place named in another place's report). Figures of
-- departments and parts are in `vintages` only.
-- needs: vintages
CREATE VIEW observation AS
WITH counted AS (
    SELECT
        place, metric, year, scope_kind,
        COUNT(DISTINCT report_id) AS n_vintages,
        MAX(CASE WHEN agrees THEN 0 ELSE 1 END) = 1 AS disagree
    FROM vintages
    WHERE scope_kind IN ('whole', 'own', 'area')
    GROUP BY place, metric, year, scope_kind
),
repeated AS (
    SELECT place, metric, year, scope_kind, report_id, COUNT(*) AS n_statements
    FROM vintages
    WHERE scope_kind IN ('whole', 'own', 'area')
    GROUP BY place, metric, year, scope_kind, report_id
)
SELECT
    v.place, COALESCE(p.name, v.place) AS place_name, COALESCE(p.level, '') AS place_level,
    v.metric, COALESCE(m.label_zh, v.metric) AS label_zh, COALESCE(m.label_en, v.metric) AS label_en,
    v.year, v.scope_kind, v.scope,
    v.value, v.value_high, v.unit, v.bound, v.basis, v.lower_limit, v.upper_limit,
    COALESCE(m.better, 'neutral') AS better, COALESCE(m.sort_key, 2147483647) AS metric_order,
    v.report_id, v.report_year, v.statement_id,
    v.source_kind AS chosen_because, c.n_vintages, r.n_statements, c.disagree
FROM vintages AS v
JOIN counted AS c
    ON c.place = v.place AND c.metric = v.metric AND c.year = v.year AND c.scope_kind = v.scope_kind
JOIN repeated AS r
    ON r.place = v.place AND r.metric = v.metric AND r.year = v.year AND r.scope_kind = v.scope_kind
    AND r.report_id = v.report_id
LEFT JOIN dim_place AS p ON p.code = v.place
LEFT JOIN dim_metric AS m ON m.metric = v.metric
WHERE v.chosen AND v.scope_kind IN ('whole', 'own', 'area');

COMMENT ON VIEW observation IS 'the one value for place, metric, year and scope kind, and why it is that one';

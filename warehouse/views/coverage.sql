-- What is known of each place, metric and year that a report covers, or any report gives a figure for:
-- stated, derived, blank (the report left the number out), in part (only a department's or a part's figure), rejected
-- (a reviewer rejected what was read),
-- missing (the report was read and does not say), report absent (not there or not readable).
CREATE VIEW coverage AS
WITH asked AS (
    SELECT r.place, m.metric, r.report_year AS year FROM dim_report AS r CROSS JOIN dim_metric AS m
    UNION
    SELECT place, metric, year FROM fact_observation
),
told AS (
    SELECT
        place, metric, year,
        COUNT(CASE WHEN review = 'rejected' THEN NULL ELSE 1 END) AS n_figures,
        MAX(CASE WHEN review = 'rejected' THEN 1 ELSE 0 END) AS rejected,
        MAX(CASE WHEN value IS NOT NULL AND scope_kind IN ('whole', 'own', 'area') AND basis = 'stated'
            AND COALESCE(review, '') <> 'rejected' THEN 1 ELSE 0 END)
            AS stated,
        MAX(CASE WHEN value IS NOT NULL AND scope_kind IN ('whole', 'own', 'area')
            AND COALESCE(review, '') <> 'rejected' THEN 1 ELSE 0 END) AS known,
        MAX(CASE WHEN value IS NULL THEN 1 ELSE 0 END) AS blank
    FROM fact_observation
    GROUP BY place, metric, year
)
SELECT
    a.place, COALESCE(p.name, a.place) AS place_name, a.metric, a.year,
    CASE
        WHEN t.stated = 1 THEN 'stated'
        WHEN t.known = 1 THEN 'derived'
        WHEN t.blank = 1 THEN 'blank'
        WHEN t.n_figures > 0 THEN 'in part'
        WHEN t.rejected = 1 THEN 'rejected'
        WHEN r.health IN ('absent', 'unreadable') THEN 'report absent'
        ELSE 'missing'
    END AS status,
    COALESCE(t.n_figures, 0) AS n_figures,
    r.report_id, r.health, r.reason
FROM asked AS a
LEFT JOIN told AS t ON t.place = a.place AND t.metric = a.metric AND t.year = a.year
LEFT JOIN dim_report AS r ON r.place = a.place AND r.report_year = a.year
LEFT JOIN dim_place AS p ON p.code = a.place;

COMMENT ON VIEW coverage IS 'what is known of each place, metric and year: stated, derived, blank, in part, missing, report absent';

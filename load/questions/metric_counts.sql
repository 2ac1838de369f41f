-- How much is known of each metric: the statements that link to it, how many of these are likely only, and the figures
-- that are chosen.
SELECT
    m.metric, COALESCE(s.n_statements, 0) AS n_statements, COALESCE(s.n_likely, 0) AS n_likely,
    COALESCE(o.n_figures, 0) AS n_figures, COALESCE(o.n_places, 0) AS n_places, o.first_year, o.last_year
FROM dim_metric AS m
LEFT JOIN (
    SELECT metric, COUNT(*) AS n_statements, COUNT(CASE WHEN certainty = 'likely' THEN 1 END) AS n_likely
    FROM fact_statement
    WHERE basis = 'stated'
    GROUP BY metric
) AS s ON s.metric = m.metric
LEFT JOIN (
    SELECT
        metric, COUNT(*) AS n_figures, COUNT(DISTINCT place) AS n_places, MIN(year) AS first_year,
        MAX(year) AS last_year
    FROM observation
    GROUP BY metric
) AS o ON o.metric = m.metric
ORDER BY m.sort_key

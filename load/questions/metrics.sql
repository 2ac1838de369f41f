-- The metric catalogue, and how much is known of each.
SELECT
    m.*, COUNT(DISTINCT o.place) AS n_places, COUNT(DISTINCT o.year) AS n_years, COUNT(o.place) AS n_figures
FROM dim_metric AS m
LEFT JOIN observation AS o ON o.metric = m.metric
GROUP BY ALL
ORDER BY m.sort_key
LIMIT $most

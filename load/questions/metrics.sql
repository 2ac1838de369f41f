-- The metric catalogue, and how much is known of each.
SELECT
    m.*, m.label_zh || ' [' || m.metric || ']' AS choice, COALESCE(known.n_places, 0) AS n_places,
    COALESCE(known.n_years, 0) AS n_years, COALESCE(known.n_figures, 0) AS n_figures
FROM dim_metric AS m
LEFT JOIN (
    SELECT metric, COUNT(DISTINCT place) AS n_places, COUNT(DISTINCT year) AS n_years, COUNT(*) AS n_figures
    FROM observation
    WHERE place >= $first AND place < $after
    GROUP BY metric
) AS known ON known.metric = m.metric
ORDER BY m.sort_key
LIMIT $most

-- Every ranked figure among its peers: all places, those of the same level, those of the same level in the same
-- province, one row for each; see place_standing for the rules. percentile is the share of the other places that a place is not behind:
-- 100 for the best, 0 for the last.
-- needs: place_standing
CREATE VIEW place_rank AS
WITH grouped AS (
    SELECT
        place, metric, year, scope_kind, value, mark, 'all' AS peers, '' AS peer_group,
        all_rank AS place_rank, all_n AS n, all_median AS median, all_q1 AS q1, all_q3 AS q3, all_best AS best_value
    FROM place_standing
    WHERE why_not IS NULL
    UNION ALL
    SELECT
        place, metric, year, scope_kind, value, mark, 'level' AS peers, place_level AS peer_group,
        level_rank AS place_rank, level_n AS n, level_median AS median, level_q1 AS q1, level_q3 AS q3, level_best AS best_value
    FROM place_standing
    WHERE why_not IS NULL
    UNION ALL
    SELECT
        place, metric, year, scope_kind, value, mark, 'province' AS peers, province AS peer_group,
        province_rank AS place_rank, province_n AS n, province_median AS median, province_q1 AS q1, province_q3 AS q3, province_best AS best_value
    FROM place_standing
    WHERE why_not IS NULL
)
SELECT
    place, metric, year, scope_kind, peers, peer_group, value, mark,
    place_rank, n, median, q1, q3, best_value,
    ABS(best_value - value) AS gap,
    CAST(CAST(100.0 * (n - place_rank) / NULLIF(n - 1, 0) AS NUMERIC(38, 9)) AS NUMERIC(24, 6)) AS percentile
FROM grouped;

COMMENT ON VIEW place_rank IS 'every ranked figure among its peers: all places, the same level, the same province';

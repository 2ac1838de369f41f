-- Every ranked figure among its peers: all places, those of the same level, those of the same level in the same
-- province, one row for each; see place_standing for the rules. percentile is the share of the other places that a place is not behind:
-- 100 for the best, 0 for the last.
-- needs: place_standing
CREATE VIEW place_rank AS
SELECT
    place, metric, year, scope_kind, peers, peer_group, value, mark,
    place_rank, n, median, q1, q3, best_value,
    ABS(best_value - value) AS gap,
    CAST(CAST(100.0 * (n - place_rank) / NULLIF(n - 1, 0) AS NUMERIC(38, 9)) AS NUMERIC(24, 6)) AS percentile
FROM place_standing
WHERE why_not IS NULL;

COMMENT ON VIEW place_rank IS 'every ranked figure among its peers: all places, the same level, the same province';

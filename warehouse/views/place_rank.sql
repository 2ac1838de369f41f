-- Every ranked figure among its peers: all places, those of the same level, those of the same province.
-- Best first by the metric's better direction (a metric without one: largest first, and no best). percentile
-- is the share of the other places that a place is not behind: 100 for the best, 0 for the last. Median and
-- quartiles lie between the two nearest values, as pandas has them, and are worked out in decimals.
-- Only exact and about figures in the metric's commonest unit are ranked; counts of a part of a year are not.
-- needs: observation
CREATE VIEW place_rank AS
WITH unit_count AS (
    SELECT metric, year, scope_kind, unit, COUNT(*) AS n
    FROM observation
    GROUP BY metric, year, scope_kind, unit
),
usual AS (
    SELECT
        metric, year, scope_kind, unit,
        ROW_NUMBER() OVER (PARTITION BY metric, year, scope_kind ORDER BY n DESC, unit) AS preference
    FROM unit_count
),
figure AS (
    SELECT o.place, o.place_level, o.metric, o.year, o.scope_kind, o.value, o.better
    FROM observation AS o
    JOIN usual AS u
        ON u.metric = o.metric AND u.year = o.year AND u.scope_kind = o.scope_kind AND u.preference = 1
    WHERE o.unit = u.unit AND o.value_high IS NULL AND o.bound IN ('exact', 'about')
        AND (NOT o.part_year OR o.unit IN ('%', '‰'))
),
grouped AS (
    SELECT 'all' AS peers, '' AS peer_group, figure.* FROM figure
    UNION ALL
    SELECT 'level', place_level, figure.* FROM figure
    UNION ALL
    SELECT 'province', SUBSTR(place, 1, 2), figure.* FROM figure
),
ranked AS (
    SELECT
        grouped.*,
        CAST(RANK() OVER (
            PARTITION BY metric, year, scope_kind, peers, peer_group
            ORDER BY CASE WHEN better = 'lower' THEN value ELSE -value END
        ) AS INTEGER) AS place_rank,
        CAST(ROW_NUMBER() OVER (
            PARTITION BY metric, year, scope_kind, peers, peer_group ORDER BY value, place
        ) AS INTEGER) - 1 AS spot,
        CAST(COUNT(*) OVER (PARTITION BY metric, year, scope_kind, peers, peer_group) AS INTEGER) AS n
    FROM grouped
),
summary AS (
    SELECT
        metric, year, scope_kind, peers, peer_group,
        CAST(SUM(value * CASE
            WHEN 4 * spot = 1 * (n - 1) - MOD(1 * (n - 1), 4) THEN CASE MOD(1 * (n - 1), 4) WHEN 0 THEN 1.00 WHEN 1 THEN 0.75 WHEN 2 THEN 0.50 ELSE 0.25 END
            WHEN 4 * spot = 1 * (n - 1) - MOD(1 * (n - 1), 4) + 4 THEN CASE MOD(1 * (n - 1), 4) WHEN 0 THEN 0.00 WHEN 1 THEN 0.25 WHEN 2 THEN 0.50 ELSE 0.75 END
            ELSE 0.00
        END) AS NUMERIC(24, 6)) AS q1,
        CAST(SUM(value * CASE
            WHEN 4 * spot = 2 * (n - 1) - MOD(2 * (n - 1), 4) THEN CASE MOD(2 * (n - 1), 4) WHEN 0 THEN 1.00 WHEN 1 THEN 0.75 WHEN 2 THEN 0.50 ELSE 0.25 END
            WHEN 4 * spot = 2 * (n - 1) - MOD(2 * (n - 1), 4) + 4 THEN CASE MOD(2 * (n - 1), 4) WHEN 0 THEN 0.00 WHEN 1 THEN 0.25 WHEN 2 THEN 0.50 ELSE 0.75 END
            ELSE 0.00
        END) AS NUMERIC(24, 6)) AS median,
        CAST(SUM(value * CASE
            WHEN 4 * spot = 3 * (n - 1) - MOD(3 * (n - 1), 4) THEN CASE MOD(3 * (n - 1), 4) WHEN 0 THEN 1.00 WHEN 1 THEN 0.75 WHEN 2 THEN 0.50 ELSE 0.25 END
            WHEN 4 * spot = 3 * (n - 1) - MOD(3 * (n - 1), 4) + 4 THEN CASE MOD(3 * (n - 1), 4) WHEN 0 THEN 0.00 WHEN 1 THEN 0.25 WHEN 2 THEN 0.50 ELSE 0.75 END
            ELSE 0.00
        END) AS NUMERIC(24, 6)) AS q3,
        CASE better WHEN 'higher' THEN MAX(value) WHEN 'lower' THEN MIN(value) END AS best_value
    FROM ranked
    GROUP BY metric, year, scope_kind, peers, peer_group, better
)
SELECT
    r.place, r.metric, r.year, r.scope_kind, r.peers, r.peer_group, r.value,
    r.place_rank, r.n, s.median, s.q1, s.q3, s.best_value,
    ABS(s.best_value - r.value) AS gap,
    CAST(CAST(100.0 * (r.n - r.place_rank) / NULLIF(r.n - 1, 0) AS NUMERIC(38, 9)) AS NUMERIC(24, 6)) AS percentile
FROM ranked AS r
JOIN summary AS s
    ON s.metric = r.metric AND s.year = r.year AND s.scope_kind = r.scope_kind
    AND s.peers = r.peers AND s.peer_group = r.peer_group;

COMMENT ON VIEW place_rank IS 'every ranked figure among its peers: all places, the same level, the same province';

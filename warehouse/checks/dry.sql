-- A report that was read and gives far fewer figures than it should: nothing at all, where the place's other
-- years or its peers (the same level) give 5 or more on average (an error), or less than a fifth of them.
WITH counted AS (
    SELECT
        r.report_id, r.place, r.report_year, r.linked_count AS n, COALESCE(p.level, '') AS place_level
    FROM dim_report AS r
    LEFT JOIN dim_place AS p ON p.code = r.place
    WHERE r.health IN ('read', 'read with holes')
),
expected AS (
    SELECT
        counted.*,
        (SUM(n) OVER (PARTITION BY place) - n) AS sum_years,
        COUNT(*) OVER (PARTITION BY place) - 1 AS n_years,
        (SUM(n) OVER (PARTITION BY place_level) - n) AS sum_peers,
        COUNT(*) OVER (PARTITION BY place_level) - 1 AS n_peers
    FROM counted
),
judged AS (
    SELECT
        expected.*,
        CASE WHEN n_years >= 2 THEN sum_years ELSE sum_peers END AS sum_others,
        CASE WHEN n_years >= 2 THEN n_years ELSE n_peers END AS n_others
    FROM expected
)
SELECT
    CASE WHEN n = 0 THEN 'error' ELSE 'warning' END AS severity, CAST(NULL AS VARCHAR) AS statement_id,
    report_id || ': ' || n || ' figures linked to metrics, ' || n_others || ' other reports of the '
        || CASE WHEN n_years >= 2 THEN 'place' ELSE 'level' END || ' give ' || sum_others AS words
FROM judged
WHERE n_others >= 2 AND sum_others >= 5 * n_others AND 5 * n * n_others < sum_others;

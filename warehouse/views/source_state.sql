-- How each address stands, one row for a report and address (report_id is empty for an index page): well, moved, or
-- the kind of failure, and since when and on how many nights it has failed. Nights are those of China. An address is
-- left out where another of the same report was first asked for half a day or more after its last visit.
CREATE VIEW source_state AS
WITH visit AS (
    SELECT
        report_id, url, host, "at", kind, status, error, leave_until,
        CASE WHEN kind IN ('fetched', 'unchanged') THEN 'well' ELSE kind END AS fetch_state,
        ROW_NUMBER() OVER (PARTITION BY report_id, url ORDER BY "at" DESC) AS nth
    FROM fetch_log
),
address AS (
    SELECT
        report_id, url, MIN("at") AS first_at, MAX("at") AS last_at,
        MAX(CASE WHEN fetch_state IN ('well', 'moved') THEN "at" END) AS well_at
    FROM visit
    GROUP BY report_id, url
),
in_use AS (
    SELECT a.report_id, a.url, a.first_at, a.last_at, a.well_at
    FROM address AS a
    WHERE a.report_id = '' OR NOT EXISTS (
        SELECT 1 FROM address AS o
        WHERE o.report_id = a.report_id AND o.first_at >= a.last_at + INTERVAL '12' HOUR
    )
),
newest AS (
    SELECT v.report_id, v.url, v.host, v."at", v.status, v.error, v.leave_until, v.fetch_state, a.well_at
    FROM visit AS v
    JOIN in_use AS a ON a.report_id = v.report_id AND a.url = v.url
    WHERE v.nth = 1
),
changed AS (
    SELECT n.report_id, n.url, MAX(v."at") AS other_at
    FROM newest AS n
    JOIN visit AS v ON v.report_id = n.report_id AND v.url = n.url AND v.fetch_state <> n.fetch_state
    GROUP BY n.report_id, n.url
),
spell AS (
    SELECT
        n.report_id, n.url,
        MIN(CASE WHEN c.other_at IS NULL OR v."at" > c.other_at THEN v."at" END) AS fetch_state_since,
        MIN(CASE WHEN n.well_at IS NULL OR v."at" > n.well_at THEN v."at" END) AS failing_since,
        COUNT(DISTINCT CASE
            WHEN n.well_at IS NULL OR v."at" > n.well_at THEN CAST(v."at" AT TIME ZONE 'Asia/Shanghai' AS DATE)
        END) AS failing_nights
    FROM newest AS n
    JOIN visit AS v ON v.report_id = n.report_id AND v.url = n.url
    LEFT JOIN changed AS c ON c.report_id = n.report_id AND c.url = n.url
    GROUP BY n.report_id, n.url
)
SELECT
    n.report_id, r.place_name, r.report_year, n.url, n.host,
    CASE WHEN n.fetch_state = 'well' AND r.reason LIKE 'kept: %' THEN 'bad_page' ELSE n.fetch_state END AS fetch_state, s.fetch_state_since, n."at" AS asked_at, n.well_at,
    s.failing_since, CAST(s.failing_nights AS INTEGER) AS failing_nights, n.status, n.error, n.leave_until,
    r.health, r.snapshot
FROM newest AS n
JOIN spell AS s ON s.report_id = n.report_id AND s.url = n.url
LEFT JOIN dim_report AS r ON r.report_id = n.report_id;

COMMENT ON VIEW source_state IS 'how each address stood when it was last asked for: well, moved or why it failed, since when and on how many nights; the reading of its last good page stays';

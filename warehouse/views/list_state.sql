-- How each index page stood when it was last read, one row for an index page: well, or the kind of what is wrong with
-- it, since when and on how many nights, and what it had when it was last well. Nights are those of China.
CREATE VIEW list_state AS
WITH visit AS (
    SELECT
        place, index_url, list_url, list_kind, "at", n_pages, n_entries, n_reports, finding, finding_words,
        good_at, good_entries, good_reports,
        ROW_NUMBER() OVER (PARTITION BY index_url ORDER BY "at" DESC) AS nth
    FROM list_log
),
newest AS (
    SELECT * FROM visit WHERE nth = 1
),
spell AS (
    SELECT
        n.index_url,
        MIN(CASE WHEN n.good_at IS NULL OR v."at" > n.good_at THEN v."at" END) AS silent_since,
        COUNT(DISTINCT CASE
            WHEN n.good_at IS NULL OR v."at" > n.good_at THEN CAST(v."at" AT TIME ZONE 'Asia/Shanghai' AS DATE)
        END) AS silent_nights
    FROM newest AS n
    JOIN visit AS v ON v.index_url = n.index_url
    WHERE n.finding <> 'well'
    GROUP BY n.index_url
)
SELECT
    n.place, p.name AS place_name, n.index_url, n.list_url, n.list_kind, n.finding, n.finding_words, n."at" AS read_at,
    n.n_pages, n.n_entries, n.n_reports, n.good_at, n.good_entries, n.good_reports, s.silent_since,
    CAST(COALESCE(s.silent_nights, 0) AS INTEGER) AS silent_nights
FROM newest AS n
LEFT JOIN spell AS s ON s.index_url = n.index_url
LEFT JOIN dim_place AS p ON p.code = n.place;

COMMENT ON VIEW list_state IS 'how each index page stood when it was last read: well, or what is wrong with it, since when and on how many nights, and what it had when it was last well';

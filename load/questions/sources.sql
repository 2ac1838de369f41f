-- Every report known to exist, read or not.
SELECT
    dim_report.*,
    unmapped + replaced AS unreadable,
    CASE WHEN third_party THEN 'copy' ELSE 'official' END AS copy
FROM dim_report
ORDER BY place, report_year
LIMIT $most

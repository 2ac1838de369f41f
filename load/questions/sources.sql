-- Every report known to exist, read or not.
SELECT *
FROM dim_report
ORDER BY place, report_year
LIMIT $most

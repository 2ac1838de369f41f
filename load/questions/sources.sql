-- Every report known to exist, read or not.
SELECT
    dim_report.*,
    source_url AS page_address,
    unmapped + replaced AS unreadable,
    CASE WHEN third_party THEN 'copy' ELSE 'official' END AS copy,
    $snapshots || SUBSTR(snapshot, 1, 2) || '/' || snapshot AS snapshot_path
FROM dim_report
WHERE report_id >= $first AND report_id < $after
ORDER BY place, report_year
LIMIT $most

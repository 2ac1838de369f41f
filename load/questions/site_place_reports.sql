-- The reports that are known of some places, read or not, and why not.
SELECT
    place, place_name, report_id, report_year, health, reason, source_url, title, published_on, third_party,
    lost_digits, unmapped, replaced, ragged_tables, statement_count, linked_count, issue_count, snapshot
FROM dim_report
WHERE place >= $first AND place < $after
ORDER BY place, report_year, report_id

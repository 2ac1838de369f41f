-- Reports that were read with holes, or not at all: to be looked at on their page.
SELECT report_id, place, place_name, report_year, health, reason, source_url
FROM dim_report
WHERE report_id >= $first AND report_id < $after AND health IN ('read with holes', 'unreadable')
ORDER BY report_year <> $base_year, report_id
LIMIT $most

-- The reports that were published last.
SELECT report_id, place, place_name, report_year, title, published_on, health, statement_count, linked_count
FROM dim_report
WHERE published_on IS NOT NULL
ORDER BY published_on DESC, report_id
LIMIT $most

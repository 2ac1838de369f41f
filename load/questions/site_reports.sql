-- Reports that have a text, with it: what a report page shows of its head.
SELECT
    r.report_id, r.report_year, r.place, r.place_name, r.url, r.source_url, r.health, r.reason, r.snapshot, r.format,
    r.title, r.publisher, r.index_number, r.document_number, r.published_on, r.source, r.third_party, r.lost_digits,
    r.unmapped, r.replaced, r.tables, r.ragged_tables, r.statement_count, r.linked_count, r.exclusion_count,
    r.issue_count, d.text
FROM dim_report AS r
JOIN document_text AS d ON d.report_id = r.report_id
WHERE r.report_id >= $first AND r.report_id < $after AND d.text IS NOT NULL
ORDER BY r.report_id

-- The reports that have a text, in order, with their snapshot and whether they have tables.
SELECT r.report_id, r.snapshot, COALESCE(r.tables, 0) AS n_tables
FROM dim_report AS r
JOIN document_text AS d ON d.report_id = r.report_id
WHERE d.text IS NOT NULL
ORDER BY r.report_id

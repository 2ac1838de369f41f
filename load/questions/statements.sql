-- Every figure in the prose, linked to a metric or not, in the order of the text.
SELECT s.*, COALESCE(p.name, s.place) AS place_name, m.label_zh
FROM fact_statement AS s
LEFT JOIN dim_place AS p ON p.code = s.place
LEFT JOIN dim_metric AS m ON m.metric = s.metric
WHERE $all_years OR s.report_year = $base_year
ORDER BY s.report_id, s.char_start, s.basis DESC, s.year, s.statement_id
LIMIT $most

-- Every figure for a metric as each report gives it, blanks too, in the order of the text.
SELECT
    o.*, COALESCE(p.name, o.place) AS place_name,
    COALESCE(m.label_zh, o.metric) AS label_zh, COALESCE(m.label_en, o.metric) AS label_en,
    s.sentence, s.text, s.section, s.rule, v.chosen, v.source_kind, v.agrees, r.source_url
FROM fact_observation AS o
LEFT JOIN fact_statement AS s ON s.statement_id = o.statement_id
LEFT JOIN vintages AS v
    ON v.statement_id = o.statement_id AND v.place = o.place AND v.metric = o.metric AND v.year = o.year
LEFT JOIN dim_report AS r ON r.report_id = o.report_id
LEFT JOIN dim_place AS p ON p.code = o.place
LEFT JOIN dim_metric AS m ON m.metric = o.metric
WHERE $all_years OR o.report_year = $base_year
ORDER BY o.report_id, s.char_start, o.basis DESC, o.year, o.statement_id
LIMIT $most

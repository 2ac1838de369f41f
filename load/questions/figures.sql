-- Every figure for a metric as each report gives it, blanks too, in the order of the text.
SELECT
    o.*, f.source_kind, COALESCE(p.name, o.place) AS place_name,
    COALESCE(m.label_zh, o.metric) AS label_zh, COALESCE(m.label_en, o.metric) AS label_en,
    s.sentence, s.text, s.section, s.rule, r.source_url
FROM fact_observation AS o
LEFT JOIN fact_statement AS s ON s.statement_id = o.statement_id
LEFT JOIN reported_figure AS f
    ON f.statement_id = o.statement_id AND f.place = o.place AND f.metric = o.metric AND f.year = o.year
LEFT JOIN dim_report AS r ON r.report_id = o.report_id
LEFT JOIN dim_place AS p ON p.code = o.place
LEFT JOIN dim_metric AS m ON m.metric = o.metric
WHERE $all_years OR o.report_year = $base_year
ORDER BY o.report_id, s.char_start, o.basis DESC, o.year, o.statement_id
LIMIT $most

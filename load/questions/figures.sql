-- Every figure for a metric as each report gives it, blanks too, in the order of the text.
WITH marked_sentence AS (
    -- part: marked_sentence
)
SELECT
    o.place, o.year, o.first_month, o.last_month, o.metric, o.scope_kind, o.scope, o.value, o.value_high, o.unit, o.bound, o.basis,
    o.report_id, o.report_year, o.statement_id, o.certainty, o.link_basis, o.derivation, o.chosen, o.agrees, o.review,
    o.review_value, f.mark,
    CASE WHEN o.chosen AND o.review IN ('accepted', 'corrected') THEN 'review' ELSE f.source_kind END AS source_kind,
    CASE WHEN o.value_high IS NOT NULL THEN o.value END AS value_low,
    COALESCE(p.name, o.place) AS place_name,
    COALESCE(m.label_zh, o.metric) AS label_zh, COALESCE(m.label_en, o.metric) AS label_en,
    s.sentence_before, s.sentence_marked, s.sentence_after, s.text, s.section, s.rule
FROM fact_observation AS o
LEFT JOIN marked_sentence AS s ON s.statement_id = o.statement_id
LEFT JOIN reported_figure AS f
    ON f.statement_id = o.statement_id AND f.place = o.place AND f.metric = o.metric AND f.year = o.year
    AND f.report_id >= $first AND f.report_id < $after
LEFT JOIN dim_place AS p ON p.code = o.place
LEFT JOIN dim_metric AS m ON m.metric = o.metric
WHERE o.report_id >= $first AND o.report_id < $after AND ($all_years OR o.report_year = $base_year)
ORDER BY o.report_id, o.char_start, o.basis DESC, o.year, o.statement_id
LIMIT $most

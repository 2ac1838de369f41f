-- What a report sets itself for a later year, beside what is known of that year.
-- outcome: reached, missed, unanswered (that year's report was read and gives no such figure), no report
-- (there is none, or it could not be read), not judged (a change is promised, units differ, or a bound leaves
-- it open), not linked (the target is of no metric in the catalogue). A target without a bound counts as at
-- least, where lower is better as at most.
-- needs: observation
CREATE VIEW promises AS
WITH target AS (
    SELECT
        s.place, s.metric, s.year AS target_year, s.scope_kind, s.value AS target_value, s.unit AS target_unit,
        s.bound AS target_bound, s.direction AS target_direction, s.sentence AS target_sentence, s.text AS target_text,
        s.report_id AS target_report_id, s.statement_id AS target_statement_id,
        CASE
            WHEN s.bound IN ('at_least', 'more_than') THEN 1
            WHEN s.bound IN ('at_most', 'less_than') THEN -1
            WHEN m.better = 'lower' THEN -1
            ELSE 1
        END AS aim,
        COALESCE(m.label_zh, s.metric) AS label_zh, COALESCE(m.label_en, s.metric) AS label_en
    FROM fact_statement AS s
    LEFT JOIN dim_metric AS m ON m.metric = s.metric
    WHERE s.role = 'target' AND s.year > s.report_year AND s.value IS NOT NULL
)
SELECT
    t.place, COALESCE(p.name, t.place) AS place_name, t.metric, t.label_zh, t.label_en, t.target_year, t.scope_kind,
    t.target_value, t.target_unit, t.target_bound, t.target_direction, t.target_sentence, t.target_text,
    t.target_report_id, t.target_statement_id,
    o.value, o.unit, o.bound, o.mark, o.report_id, o.statement_id,
    CASE
        WHEN t.metric IS NULL THEN 'not linked'
        WHEN o.value IS NULL AND r.health IN ('read', 'read with holes') THEN 'unanswered'
        WHEN o.value IS NULL THEN 'no report'
        WHEN t.target_direction IS NOT NULL OR o.unit <> t.target_unit OR o.value_high IS NOT NULL THEN 'not judged'
        WHEN t.aim = 1 AND t.target_bound = 'more_than' AND o.value <= t.target_value AND o.bound = 'exact' THEN 'missed'
        WHEN t.aim = -1 AND t.target_bound = 'less_than' AND o.value >= t.target_value AND o.bound = 'exact' THEN 'missed'
        WHEN t.aim = 1 AND o.value >= t.target_value AND o.bound IN ('exact', 'at_least', 'more_than') THEN 'reached'
        WHEN t.aim = 1 AND o.value < t.target_value AND o.bound IN ('exact', 'at_most', 'less_than') THEN 'missed'
        WHEN t.aim = -1 AND o.value <= t.target_value AND o.bound IN ('exact', 'at_most', 'less_than') THEN 'reached'
        WHEN t.aim = -1 AND o.value > t.target_value AND o.bound IN ('exact', 'at_least', 'more_than') THEN 'missed'
        ELSE 'not judged'
    END AS outcome
FROM target AS t
LEFT JOIN observation AS o
    ON o.place = t.place AND o.metric = t.metric AND o.year = t.target_year AND o.scope_kind = t.scope_kind
LEFT JOIN dim_report AS r ON r.place = t.place AND r.report_year = t.target_year
LEFT JOIN dim_place AS p ON p.code = t.place;

COMMENT ON VIEW promises IS 'what a report sets itself for a later year, beside what is known of that year';

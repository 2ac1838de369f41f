-- What a report sets itself for a later year, beside what is known of that year: of the place, of its government alone
-- (which is the place's where only the government can have a figure), of a department by its name, or of another place
-- with a code of its own (a city's target for its county, beside the county's figure).
--
-- outcome: reached, missed, unanswered (that year's report was read and gives no such figure), no report (there is
-- none, or it could not be read), not judged (a change is promised, units differ, the figure is of other months than the
-- target, a bound leaves it open, or its report gives two figures and no rule chooses), not linked (the target is of
-- no metric in the catalogue). A target without a bound counts as at least, where lower is better as at most; of a
-- range the end that is the easier to reach, of about a tenth less. The figure is held against it by its limits: 30 to
-- 40 reaches 25以上, misses 45以上, and leaves 35以上 open. target_value and target_unit are as written; they are held
-- in the unit of the figure (dim_unit). Most units have the factor 1, and to bring a product back to six places is what
-- takes longest here.
-- needs: observation
CREATE VIEW promises AS
WITH target AS (
    SELECT
        s.place, s.metric, s.year AS target_year, s.value AS target_value, s.unit AS target_unit,
        s.bound AS target_bound, s.direction AS target_direction, s.sentence AS target_sentence, s.text AS target_text,
        s.report_id AS target_report_id, s.statement_id AS target_statement_id, s.first_month, s.last_month,
-- part: whose(s)
        CASE
            WHEN s.bound IN ('at_least', 'more_than') THEN 1
            WHEN s.bound IN ('at_most', 'less_than') THEN -1
            WHEN m.better = 'lower' THEN -1
            ELSE 1
        END AS aim,
        s.bound IN ('more_than', 'less_than') AS is_strict,
        COALESCE(u.becomes, s.unit) AS held_unit,
        CASE WHEN u.factor <> 1 THEN CAST(s.value * u.factor AS NUMERIC(24, 6)) ELSE s.value END AS held_low,
        CASE
            WHEN u.factor <> 1 THEN CAST(COALESCE(s.value_high, s.value) * u.factor AS NUMERIC(24, 6))
            ELSE COALESCE(s.value_high, s.value)
        END AS held_high,
        COALESCE(m.label_zh, s.metric) AS label_zh, COALESCE(m.label_en, s.metric) AS label_en
    FROM fact_statement AS s
    LEFT JOIN dim_metric AS m ON m.metric = s.metric
    LEFT JOIN dim_unit AS u ON u.metric = s.metric AND u.unit = s.unit
    WHERE s.role = 'target' AND s.year > s.report_year AND s.value IS NOT NULL
),
figure AS (
    SELECT
        place, metric, year, scope_kind AS compared_as, '' AS scope_key, value, value_high, unit, bound, basis, mark,
        lower_limit, upper_limit, first_month, last_month, report_id, statement_id, unsettled
    FROM observation
    UNION ALL
    SELECT
        place, metric, year, compared_as, scope_key, value, value_high, unit, bound, basis, mark,
        lower_limit, upper_limit, first_month, last_month, report_id, statement_id, unsettled
    FROM reported_figure
    WHERE chosen AND compared_as IN ('department', 'part')
),
held AS (
    SELECT
        t.*, o.value, o.value_high, o.unit, o.bound, o.mark, o.report_id, o.statement_id,
        CASE
            WHEN t.target_direction IS NOT NULL OR o.unit <> t.held_unit OR o.unsettled THEN FALSE
            ELSE o.first_month = t.first_month AND o.last_month = t.last_month
        END AS can_be_judged,
        CASE
            WHEN o.bound IN ('less_than', 'at_most') THEN NULL
            WHEN o.bound = 'about' OR o.basis = 'derived' THEN o.lower_limit
            ELSE o.value
        END AS least,
        CASE
            WHEN o.bound IN ('more_than', 'at_least') THEN NULL
            WHEN o.bound = 'about' OR o.basis = 'derived' THEN o.upper_limit
            ELSE COALESCE(o.value_high, o.value)
        END AS most,
        CASE
            WHEN t.target_bound = 'about' THEN CAST(t.held_low - t.aim * ABS(t.held_low) * 0.1 AS NUMERIC(24, 6))
            WHEN t.aim = 1 THEN t.held_low
            ELSE t.held_high
        END AS goal
    FROM target AS t
    LEFT JOIN figure AS o
        ON o.place = t.place AND o.metric = t.metric AND o.year = t.target_year AND o.compared_as = t.compared_as
        AND o.scope_key = t.scope_key
)
SELECT
    t.place, COALESCE(p.name, t.place) AS place_name, t.metric, t.label_zh, t.label_en, t.target_year,
    t.compared_as AS scope_kind, t.target_value, t.target_unit, t.target_bound, t.target_direction, t.target_sentence, t.target_text,
    t.target_report_id, t.target_statement_id,
    t.value, t.value_high, t.unit, t.bound, t.mark, t.report_id, t.statement_id,
    CASE
        WHEN t.metric IS NULL THEN 'not linked'
        WHEN t.value IS NULL AND r.health IN ('read', 'read with holes') THEN 'unanswered'
        WHEN t.value IS NULL THEN 'no report'
        WHEN NOT t.can_be_judged THEN 'not judged'
        WHEN t.aim = 1 AND (t.least > t.goal OR t.least = t.goal AND (NOT t.is_strict OR t.bound = 'more_than'))
            THEN 'reached'
        WHEN t.aim = 1 AND (t.most < t.goal OR t.most = t.goal AND (t.is_strict OR t.bound = 'less_than')) THEN 'missed'
        WHEN t.aim = -1 AND (t.most < t.goal OR t.most = t.goal AND (NOT t.is_strict OR t.bound = 'less_than'))
            THEN 'reached'
        WHEN t.aim = -1 AND (t.least > t.goal OR t.least = t.goal AND (t.is_strict OR t.bound = 'more_than'))
            THEN 'missed'
        ELSE 'not judged'
    END AS outcome
FROM held AS t
LEFT JOIN dim_report AS r ON r.place = t.place AND r.report_year = t.target_year
LEFT JOIN dim_place AS p ON p.code = t.place;

COMMENT ON VIEW promises IS 'what a report sets itself for a later year, beside what is known of that year';

-- `observation` with what a place took over: the figures of the codes that went to it stand in its series, or
-- beside it. Nothing is summed or worked out; each row is one reported figure, with the code and the name it was
-- reported under (place_then, place_then_name).
--
-- lineage tells what the row is to the place (dim_place_lineage):
--   own      reported under the place's own code; these rows are `observation`, unchanged;
--   recoded  the same area under a code that ended (富阳市 330183, now 富阳区 330111): goes on in the series where
--            the place itself, or a nearer code of it, has no figure for that year and scope kind, or only a later
--            report's of what the year's own report said under the old code, which then gives way;
--   merged   one of several areas that became the place (莱芜市 371200, now in 济南市 370100): beside it;
--   split    a place of which only a part went here (巢湖市 341400, to three cities): beside each, in no series.
-- in_series is true of own and recoded rows. break_mark is place_changed on every row that is not the place's own.
-- A code that stood for another place before or after lends only the years in which it was the one meant.
-- needs: observation
CREATE VIEW observation_followed AS
WITH own AS (
    SELECT place AS place_now, 'own' AS lineage, o.*
    FROM observation AS o
    WHERE o.chosen_because IN ('own_report', 'review') OR NOT EXISTS (
        SELECT 1
        FROM dim_place_lineage AS l
        JOIN observation AS a ON a.place = l.ancestor
        WHERE l.place = o.place AND l.kind = 'recoded' AND a.metric = o.metric AND a.year = o.year
            AND a.scope_kind = o.scope_kind AND a.year <= l.last_year AND a.year >= COALESCE(l.first_year, a.year)
            AND a.chosen_because IN ('own_report', 'review')
    )
),
handed AS (
    SELECT
        l.place AS place_now, l.kind AS lineage, o.*,
        ROW_NUMBER() OVER (
            PARTITION BY l.place, l.kind, o.metric, o.year, o.scope_kind,
                CASE WHEN l.kind = 'recoded' THEN '' ELSE l.ancestor END
            ORDER BY l.steps, l.ancestor
        ) AS nearness
    FROM dim_place_lineage AS l
    JOIN observation AS o
        ON o.place = l.ancestor AND o.year <= l.last_year AND o.year >= COALESCE(l.first_year, o.year)
),
figure AS (
    SELECT
        place_now, lineage, place, place_name, metric, label_zh, label_en, metric_order, year, scope_kind, scope,
        value, value_high, unit, bound, basis, lower_limit, upper_limit, better, first_month, last_month, part_year,
        mark, report_id, report_year, statement_id, chosen_because, disagree, unsettled,
        place_form
    FROM own
    UNION ALL
    SELECT
        h.place_now, h.lineage, h.place, h.place_name, h.metric, h.label_zh, h.label_en, h.metric_order, h.year,
        h.scope_kind, h.scope, h.value, h.value_high, h.unit, h.bound, h.basis, h.lower_limit, h.upper_limit, h.better,
        h.first_month, h.last_month, h.part_year, h.mark, h.report_id, h.report_year, h.statement_id, h.chosen_because, h.disagree,
        h.unsettled, h.place_form
    FROM handed AS h
    LEFT JOIN own AS o
        ON o.place = h.place_now AND o.metric = h.metric AND o.year = h.year AND o.scope_kind = h.scope_kind
    WHERE h.nearness = 1 AND (h.lineage <> 'recoded' OR o.place IS NULL)
)
SELECT
    f.place_now AS place, COALESCE(p.name, f.place_now) AS place_name, COALESCE(p.level, '') AS place_level,
    f.metric, f.label_zh, f.label_en, f.metric_order, f.year, f.scope_kind, f.scope,
    f.value, f.value_high, f.unit, f.bound, f.basis, f.lower_limit, f.upper_limit, f.better,
    f.first_month, f.last_month, f.part_year, f.mark,
    f.place AS place_then, COALESCE(n.name, f.place_name) AS place_then_name,
    f.lineage, f.lineage IN ('own', 'recoded') AS in_series,
    CASE WHEN f.lineage <> 'own' THEN 'place_changed' END AS break_mark,
    f.report_id, f.report_year, f.statement_id, f.chosen_because, f.disagree, f.unsettled, f.place_form
FROM figure AS f
LEFT JOIN dim_place AS p ON p.code = f.place_now
LEFT JOIN dim_place_form AS n
    ON n.code = f.place AND f.year >= COALESCE(n.valid_from, f.year) AND f.year <= COALESCE(n.valid_to, f.year);

COMMENT ON VIEW observation_followed IS 'observation, with the figures of the codes that went to a place in its series or beside it';

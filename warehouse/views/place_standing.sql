-- Each observation among its peers, of one metric, year and scope kind: a row for those of its level (peers is level),
-- one for those of its level in its province (province), one for all places of whatever level (all). No province stands
-- among its own cities, nor a city among its counties, but in all: for who asks for it (`fazhi rank --level all`), and
-- without median and quartiles of counts and amounts where levels mix, as a province has more of them than its cities.
--
-- Rank is best first by the metric's better direction (a metric without one: largest first, and no best): 1 and the
-- number of places that are surely better. Of two exact figures that is the better value; of others, the one whose
-- limits lie beyond the other's, so that 约1200 and 1210 share a rank. It is counted along the limits in their order:
-- each figure stands at its worse limit, and asks at its better one how many stand before it.
--
-- Median and quartiles lie between the two nearest values, as pandas has
-- them, and are worked out in decimals: a value's weight falls from 1 to 0, in quarters, within one place of the
-- quartile's spot. Spots are counted from the best, so that one order serves both; the first quartile is then the
-- third from there, but where lower is better.
-- Only exact and about figures in the metric's own unit are ranked and counted; figures of a part of a year, and those
-- of a report that gives two between which no rule chooses, are not.
-- why_not says why one is not: its rank is null then, the peers' n, median and quartiles stand there all the same.
-- Asked for a metric, a year, kind and group of peers, an engine ranks these alone: they stand in every PARTITION BY.
-- needs: observation
CREATE VIEW place_standing AS
WITH figure AS (
    SELECT
        o.*, p.peers,
        CASE WHEN p.peers <> 'all' THEN o.place_level ELSE '' END AS level_group,
        CASE p.peers WHEN 'level' THEN o.place_level WHEN 'province' THEN SUBSTR(o.place, 1, 2) ELSE '' END AS peer_group,
        CASE
            WHEN o.unsettled THEN 'unsettled'
            WHEN o.unit <> m.unit THEN 'unit'
            WHEN o.part_year THEN 'part_year'
            WHEN o.value_high IS NOT NULL THEN 'range'
            WHEN o.bound NOT IN ('exact', 'about') THEN 'bound'
        END AS why_not,
        o.bound = 'exact' AND o.basis = 'stated' AS is_exact,
        CASE WHEN o.better = 'lower' THEN o.value ELSE -o.value END AS rank_key,
        CASE WHEN o.better = 'lower' THEN o.lower_limit ELSE -o.upper_limit END AS better_end,
        CASE WHEN o.better = 'lower' THEN o.upper_limit ELSE -o.lower_limit END AS worse_end,
        CASE WHEN o.better = 'lower' THEN 1 ELSE 3 END AS quarter_1,
        CASE WHEN o.better = 'lower' THEN 3 ELSE 1 END AS quarter_3
    FROM observation AS o
    CROSS JOIN (VALUES ('level'), ('province'), ('all')) AS p (peers)
    LEFT JOIN dim_metric AS m ON m.metric = o.metric
),
passed AS (
    SELECT
        figure.*, stands,
        COUNT(CASE WHEN stands = 1 AND why_not IS NULL THEN 1 END) OVER ends AS n_passed,
        COUNT(CASE WHEN stands = 1 AND why_not IS NULL AND NOT is_exact THEN 1 END) OVER ends AS n_passed_about
    FROM figure
    CROSS JOIN (VALUES (0), (1)) AS twice (stands)
    WINDOW ends AS (
        PARTITION BY metric, year, scope_kind, peers, peer_group, level_group
        ORDER BY CASE WHEN stands = 1 THEN worse_end ELSE better_end END, stands ROWS UNBOUNDED PRECEDING
    )
),
spotted AS (
    SELECT
        passed.*,
        why_not IS NULL AND (unit IN ('%', '‰') OR MIN(place_level) OVER alike = MAX(place_level) OVER alike) AS counts,
        COUNT(CASE WHEN why_not IS NULL THEN 1 END) OVER alike AS n,
        CASE WHEN is_exact THEN RANK() OVER exact_order + n_passed_about ELSE 1 + n_passed END AS nth,
        ROW_NUMBER() OVER (
            PARTITION BY metric, year, scope_kind, peers, peer_group, level_group
            ORDER BY why_not NULLS FIRST, rank_key
        ) - 1 AS spot
    FROM passed
    WHERE stands = 0
    WINDOW
        alike AS (PARTITION BY metric, year, scope_kind, peers, peer_group, level_group),
        exact_order AS (
            PARTITION BY metric, year, scope_kind, peers, peer_group, level_group, is_exact
            ORDER BY why_not NULLS FIRST, rank_key
        )
),
weighed AS (
    SELECT
        spotted.*,
        CAST(GREATEST(0, 4 - ABS(4 * spot - quarter_1 * (n - 1))) * 0.25 AS NUMERIC(3, 2)) AS weight_1,
        CAST(GREATEST(0, 4 - ABS(4 * spot - 2 * (n - 1))) * 0.25 AS NUMERIC(3, 2)) AS weight_2,
        CAST(GREATEST(0, 4 - ABS(4 * spot - quarter_3 * (n - 1))) * 0.25 AS NUMERIC(3, 2)) AS weight_3
    FROM spotted
)
SELECT
    place, place_name, place_level, metric, label_zh, label_en, metric_order, year, scope_kind, value, value_high, unit,
    bound, basis, better, report_id, statement_id, chosen_because, mark, why_not,
    peers, peer_group,
    CASE WHEN why_not IS NULL THEN CAST(nth AS INTEGER) END AS place_rank, CAST(n AS INTEGER) AS n,
    CAST(SUM(CASE WHEN counts THEN value * weight_1 END) OVER alike AS NUMERIC(24, 6)) AS q1,
    CAST(SUM(CASE WHEN counts THEN value * weight_2 END) OVER alike AS NUMERIC(24, 6)) AS median,
    CAST(SUM(CASE WHEN counts THEN value * weight_3 END) OVER alike AS NUMERIC(24, 6)) AS q3,
    CASE
        WHEN better IN ('higher', 'lower') THEN MAX(CASE WHEN why_not IS NULL AND spot = 0 THEN value END) OVER alike
    END AS best_value
FROM weighed
WINDOW alike AS (PARTITION BY metric, year, scope_kind, peers, peer_group, level_group);

COMMENT ON VIEW place_standing IS 'each observation among the places of its level, those of its province, and all';

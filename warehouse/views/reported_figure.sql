-- Each observation that has a value, with whose it is and between what it lies. A load asks the same of the rows that
-- come in, before they are stored (parts/figure.sql).
--
-- compared_as: where only the place's government itself can have a figure (dim_metric.figure_of), its own figure is
-- the place's; elsewhere own and whole stand apart. What a report says of another place that has a code of its own
-- (金华's of 义乌) is that place's figure, and its source_kind other_place.
--
-- lower_limit and upper_limit tell between what the true value lies: a printed 92% may be 91.5 to 92.5, a printed
-- 3.4万 may be 33500 to 34500, about means a tenth either way. An open bound is open to its side and as printed to
-- the other: 90%以上 is no less than 90. A derived figure carries the rounding of all it comes from: 92% less 7
-- points is 84 to 86.
--
-- mark tells what to mind when the figure is shown or compared, in every view and sheet alike: the bound of one that
-- is not exact, range, part_year, likely (the link to the metric is not certain), derived, other_report (another
-- place's report says it), disagree (a report says what cannot be true beside it), unsettled (its own report does, and
-- no rule chooses between the two). `corrected` is the exact value that a reviewer gave in place of the one read: it
-- has no bound and is no range. A reviewer who decided on the figure knew its report and its metric.
CREATE VIEW reported_figure AS
WITH figure AS (
-- part: figure(fact_observation)
),
settled AS (
    SELECT
        figure.*, CASE WHEN review = 'corrected' AND review_value IS NOT NULL THEN review_value END AS corrected
    FROM figure
)
SELECT
    settled.*,
    NULLIF(CONCAT_WS(
        ', ',
        CASE WHEN bound <> 'exact' AND corrected IS NULL THEN bound END,
        CASE WHEN value_high IS NOT NULL AND corrected IS NULL THEN 'range' END,
        CASE WHEN part_year THEN 'part_year' END,
        CASE WHEN certainty = 'likely' AND review IS NULL THEN 'likely' END,
        CASE WHEN basis = 'derived' THEN 'derived' END,
        CASE WHEN source_kind = 'other_place' AND review IS NULL THEN 'other_report' END,
        CASE WHEN disagree THEN 'disagree' END,
        CASE WHEN unsettled THEN 'unsettled' END
    ), '') AS mark
FROM settled;

COMMENT ON VIEW reported_figure IS 'each figure that a report gives for a metric, with whose it is and between what it lies';

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
CREATE VIEW reported_figure AS
-- part: figure(fact_observation)
;

COMMENT ON VIEW reported_figure IS 'each figure that a report gives for a metric, with whose it is and between what it lies';

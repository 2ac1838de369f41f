-- The one value for place, metric, scope kind and year, for a table with years across.
SELECT place, place_name, metric_order, metric, label_zh, label_en, scope_kind, unit, better, year, value, bound,
    value_high, mark
FROM observation
ORDER BY place, metric_order, metric, scope_kind DESC, year
LIMIT $most

-- Columns that tell whose figure a row is, for comparing; reported_figure says the rule.
CASE
    WHEN m.figure_of = 'government' AND {rows}.scope_kind = 'own' THEN 'whole'
    WHEN {rows}.scope_kind = 'area' AND SUBSTR({rows}.report_id, 1, 6) <> {rows}.place THEN 'whole'
    ELSE {rows}.scope_kind
END AS compared_as,
CASE WHEN {rows}.scope_kind IN ('department', 'part') THEN COALESCE({rows}.scope, '') ELSE '' END AS scope_key,

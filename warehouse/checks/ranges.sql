-- A word that its column does not know, or a number that cannot be: what the schema's types alone let through.
SELECT
    'error' AS severity, statement_id,
    report_id || ' ' || char_start || '-' || char_end || ': ' || CASE
        WHEN bound NOT IN ('exact', 'about', 'more_than', 'at_least', 'less_than', 'at_most', 'blank') THEN 'bound is ' || bound
        WHEN role NOT IN ('level', 'change', 'change_rate', 'gap', 'rank', 'requirement', 'target') THEN 'role is ' || role
        WHEN COALESCE(direction, 'up') NOT IN ('up', 'down') THEN 'direction is ' || direction
        WHEN scope_kind NOT IN ('whole', 'own', 'department', 'area', 'part') THEN 'scope_kind is ' || scope_kind
        WHEN basis NOT IN ('stated', 'derived') THEN 'basis is ' || basis
        WHEN year NOT BETWEEN 1900 AND 2100 THEN 'year is ' || year
        WHEN char_start < 0 OR char_end < char_start THEN 'there are no such characters'
        WHEN value_high <= value THEN 'the range ends where it begins, or before'
        WHEN value IS NULL THEN 'no value, and no blank'
        ELSE 'a blank with a value'
    END AS words
FROM fact_statement
WHERE bound NOT IN ('exact', 'about', 'more_than', 'at_least', 'less_than', 'at_most', 'blank')
    OR role NOT IN ('level', 'change', 'change_rate', 'gap', 'rank', 'requirement', 'target')
    OR direction NOT IN ('up', 'down')
    OR scope_kind NOT IN ('whole', 'own', 'department', 'area', 'part')
    OR basis NOT IN ('stated', 'derived')
    OR year NOT BETWEEN 1900 AND 2100
    OR char_start < 0 OR char_end < char_start
    OR value_high <= value
    OR (bound = 'blank') <> (value IS NULL)
UNION ALL
SELECT 'error', NULL, report_id || ': health is ' || health
FROM dim_report
WHERE health NOT IN ('read', 'read with holes', 'unreadable', 'absent');

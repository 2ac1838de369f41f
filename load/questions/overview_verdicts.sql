-- How the base year's figures did against each other year.
SELECT
    year,
    CAST(COUNT(CASE WHEN verdict = 'better' THEN 1 END) AS INTEGER) AS better,
    CAST(COUNT(CASE WHEN verdict = 'worse' THEN 1 END) AS INTEGER) AS worse,
    CAST(COUNT(CASE WHEN verdict = 'same' THEN 1 END) AS INTEGER) AS same,
    CAST(COUNT(CASE WHEN verdict = 'changed' THEN 1 END) AS INTEGER) AS changed,
    CAST(COUNT(CASE WHEN verdict = 'unknown' THEN 1 END) AS INTEGER) AS unknown
FROM compare_years
WHERE base_year = $base_year AND place >= $first AND place < $after
GROUP BY year
ORDER BY year

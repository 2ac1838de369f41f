-- How often each check found something.
SELECT check_name, severity, COUNT(*) AS n
FROM check_result
GROUP BY check_name, severity
ORDER BY CASE severity WHEN 'error' THEN 1 ELSE 2 END, n DESC, check_name

-- What a report has of a metric and year that is no value: left blank, of a part alone, rejected by a reviewer.
SELECT place, metric, year, status
FROM coverage
WHERE place >= $first AND place < $after AND status IN ('blank', 'in part', 'rejected')
ORDER BY place, metric, year

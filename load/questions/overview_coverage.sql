-- How many values there are of each place and year.
SELECT place, place_name, year, CAST(COUNT(*) AS INTEGER) AS n
FROM observation
WHERE place >= $first AND place < $after
GROUP BY place, place_name, year
ORDER BY place, year

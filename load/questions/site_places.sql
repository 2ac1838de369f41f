-- The places that any report or figure is of, with how much is known of each year.
SELECT
    a.place, COALESCE(p.name, MAX(a.place_name)) AS place_name, COALESCE(p.level, '') AS place_level,
    COALESCE(above.name, '') AS province_name, a.year, CAST(SUM(a.n) AS INTEGER) AS n, MAX(a.health) AS health,
    MAX(a.reason) AS reason
FROM (
    SELECT place, place_name, year, COUNT(*) AS n, NULL AS health, NULL AS reason
    FROM observation
    GROUP BY place, place_name, year
    UNION ALL
    SELECT place, place_name, report_year, 0, health, reason
    FROM dim_report
) AS a
LEFT JOIN dim_place AS p ON p.code = a.place
LEFT JOIN dim_place AS above ON above.code = SUBSTR(a.place, 1, 2) || '0000' AND above.code <> a.place
GROUP BY a.place, p.name, p.level, above.name, a.year
ORDER BY a.place, a.year

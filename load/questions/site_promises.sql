-- What reports of some places set themselves for a later year, beside what is known of that year.
SELECT promises.*, t.char_start AS target_char_start, s.char_start
FROM promises
LEFT JOIN fact_statement AS t ON t.statement_id = promises.target_statement_id
LEFT JOIN fact_statement AS s ON s.statement_id = promises.statement_id
WHERE promises.place >= $first AND promises.place < $after
ORDER BY promises.place, promises.target_year, promises.target_report_id, t.char_start, promises.target_statement_id,
    promises.statement_id NULLS FIRST

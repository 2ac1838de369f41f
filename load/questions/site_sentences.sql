-- The sentences of some reports that hold a figure, each once, with its first one.
SELECT report_id, report_year, place_name, sentence, statement_id, char_start
FROM (
    SELECT
        s.report_id, s.report_year, r.place_name, s.sentence, s.statement_id, s.char_start,
        ROW_NUMBER() OVER (
            PARTITION BY s.report_id, s.sentence ORDER BY s.char_start, s.char_end DESC, s.statement_id
        ) AS nth
    FROM fact_statement AS s
    JOIN dim_report AS r ON r.report_id = s.report_id
    WHERE s.report_id >= $first AND s.report_id < $after AND s.basis = 'stated'
) AS figure
WHERE nth = 1
ORDER BY report_year, report_id, char_start, statement_id

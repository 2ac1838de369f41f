-- Words that the lexicon does not know and that barred a figure from a metric, most frequent first: the work list of
-- the catalogue.
SELECT
    i.words, MIN(s.suggestions[1]) AS metric, COUNT(*) AS n, COUNT(DISTINCT i.report_id) AS n_reports,
    MIN(REPLACE(
        SUBSTR(d.text, GREATEST(i.char_start - 24, 0) + 1, i.char_end - i.char_start + 28), chr(10), ' '
    )) AS excerpt
FROM issue AS i
LEFT JOIN document_text AS d ON d.report_id = i.report_id
LEFT JOIN fact_statement AS s
    ON s.report_id = i.report_id AND s.char_start = i.char_start AND s.basis = 'stated'
WHERE i.kind = 'unknown words'
GROUP BY i.words
ORDER BY n DESC, i.words
LIMIT $most

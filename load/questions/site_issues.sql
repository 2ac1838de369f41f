-- What could not be read or trusted in some reports.
SELECT report_id, char_start, char_end, kind, words
FROM issue
WHERE report_id >= $first AND report_id < $after
ORDER BY report_id, char_start, char_end, kind, words

-- The equations between figures of some reports, and whether they hold.
SELECT report_id, kind, arithmetic, holds, statement_ids
FROM identity
WHERE report_id >= $first AND report_id < $after
ORDER BY report_id, kind, arithmetic

-- The figures of some statements, as reviewers see them.
WITH shown_figure AS (
    -- part: shown_figure
)
SELECT * FROM shown_figure WHERE statement_id = ANY($statements) ORDER BY statement_id

    -- Each figure as reviewers see it: of the observation where the statement gives one, else of the statement.
    -- scope_kind is the one that reviews go by. The reports are named for each table: no engine sees that a figure's
    -- observation is of its report, and would look through all there are.
    SELECT
        s.statement_id, s.report_id, COALESCE(o.place, s.place) AS place, COALESCE(o.year, s.year) AS year, o.metric,
        COALESCE(f.compared_as, o.scope_kind, s.scope_kind) AS scope_kind, COALESCE(o.scope, s.scope) AS scope,
        COALESCE(o.value, s.value) AS value,
        CASE WHEN o.statement_id IS NULL THEN s.value_high ELSE o.value_high END AS value_high,
        COALESCE(o.unit, s.unit) AS unit, s.bound, COALESCE(o.basis, s.basis) AS basis, f.mark, s.sentence, s.role,
        s.suggestions
    FROM fact_statement AS s
    LEFT JOIN fact_observation AS o
        ON o.statement_id = s.statement_id AND o.report_id >= $first AND o.report_id < $after
    LEFT JOIN reported_figure AS f
        ON f.statement_id = s.statement_id AND f.report_id >= $first AND f.report_id < $after
    WHERE s.report_id >= $first AND s.report_id < $after

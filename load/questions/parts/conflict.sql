    -- Figures on which two reviewers stand apart. A third who decides settles it: the latest decision counts.
    SELECT seen_statement_id AS statement_id
    FROM position
    GROUP BY seen_statement_id
    HAVING COUNT(*) = 2 AND (
        MIN(decision) <> MAX(decision)
        OR MIN(COALESCE(value, 0)) <> MAX(COALESCE(value, 0))
        OR MIN(decision) = 'assigned' AND MIN(metric) <> MAX(metric)
    )
    UNION
    SELECT p.seen_statement_id
    FROM position AS p
    JOIN (
        SELECT place, metric, year, scope_kind
        FROM position
        WHERE decision IN ('accepted', 'corrected') AND scope_kind IN ('whole', 'own', 'area')
        GROUP BY place, metric, year, scope_kind
        HAVING COUNT(DISTINCT reviewer) = 2 AND COUNT(DISTINCT seen_statement_id) > 1
            AND MIN(COALESCE(value, seen_value)) <> MAX(COALESCE(value, seen_value))
    ) AS fact
        ON fact.place = p.place AND fact.metric = p.metric AND fact.year = p.year AND fact.scope_kind = p.scope_kind
    WHERE p.decision IN ('accepted', 'corrected')

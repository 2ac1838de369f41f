-- What the links of one metric rest on, with one sentence each.
SELECT rule, link_basis, certainty, COUNT(*) AS n, MIN(sentence) AS sentence
FROM fact_statement
WHERE metric = $metric AND basis = 'stated'
GROUP BY rule, link_basis, certainty
ORDER BY n DESC, rule, link_basis

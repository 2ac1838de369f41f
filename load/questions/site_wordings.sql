-- What the links of some metrics rest on, with one sentence each, the most frequent first.
SELECT metric, rule, link_basis, certainty, COUNT(*) AS n, MIN(sentence) AS sentence
FROM fact_statement
WHERE metric >= $first AND metric < $after AND basis = 'stated'
GROUP BY metric, rule, link_basis, certainty
ORDER BY metric, n DESC, rule, link_basis, certainty

-- The years from which a place code has stood for another name or area, or has taken another place in (莱芜 went
-- to 济南 in 2019): figures before and after are of different things, or may be.
CREATE VIEW place_break AS
SELECT code AS place, valid_from AS year
FROM dim_place_form
WHERE valid_from IS NOT NULL
UNION
SELECT successor, year
FROM dim_place_successor;

COMMENT ON VIEW place_break IS 'the years from which a place code has stood for another name or area';

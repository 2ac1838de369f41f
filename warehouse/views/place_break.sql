-- The years from which a place code has stood for another name or area: figures before and after are of
-- different things, or may be.
CREATE VIEW place_break AS
SELECT DISTINCT code AS place, valid_from AS year
FROM dim_place_form
WHERE valid_from IS NOT NULL;

COMMENT ON VIEW place_break IS 'the years from which a place code has stood for another name or area';

    -- Each sentence in three pieces: before its figure, the figure, after it. Where the figure's words stand more
    -- than once in the sentence, the place in the document tells which ones are meant.
    SELECT
        statement_id, char_start, section, rule, text, sentence,
        CASE WHEN starts > 0 THEN SUBSTR(sentence, 1, starts - 1) ELSE sentence END AS sentence_before,
        CASE WHEN starts > 0 THEN text ELSE '' END AS sentence_marked,
        CASE WHEN starts > 0 THEN SUBSTR(sentence, starts + LENGTH(text)) ELSE '' END AS sentence_after
    FROM (
        SELECT
            found.*,
            CASE
                WHEN text = '' OR LENGTH(sentence) > 30000 THEN 0
                WHEN SUBSTR(sentence, guess, LENGTH(text)) = text THEN guess
                ELSE STRPOS(sentence, text)
            END AS starts
        FROM (
            SELECT
                s.statement_id, s.char_start, s.section, s.rule, s.text, s.sentence,
                CASE
                    WHEN s.text = '' OR LENGTH(REPLACE(s.sentence, s.text, '')) + LENGTH(s.text) >= LENGTH(s.sentence)
                        THEN STRPOS(s.sentence, s.text)
                    ELSE GREATEST(
                        LEAST(s.char_start, LENGTH(s.sentence)) + 2 - STRPOS(
                            SUBSTR(
                                d.text, GREATEST(s.char_start - LENGTH(s.sentence), 0) + 1, 2 * LENGTH(s.sentence)
                            ),
                            s.sentence
                        ), 1
                    )
                END AS guess
            FROM fact_statement AS s
            LEFT JOIN document_text AS d
                ON d.report_id = s.report_id AND d.report_id >= $first AND d.report_id < $after
            WHERE s.report_id >= $first AND s.report_id < $after
        ) AS found
    ) AS placed

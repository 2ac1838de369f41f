-- How much the workbook knows.
SELECT
    (SELECT COUNT(DISTINCT place) FROM dim_report WHERE report_id >= $first AND report_id < $after) AS places,
    (SELECT COUNT(*) FROM dim_report WHERE report_id >= $first AND report_id < $after) AS reports,
    (
        SELECT COUNT(*) FROM dim_report WHERE report_id >= $first AND report_id < $after AND health = 'read'
    ) AS reports_read,
    (
        SELECT COUNT(*)
        FROM dim_report
        WHERE report_id >= $first AND report_id < $after AND health = 'read with holes'
    ) AS reports_with_holes,
    (
        SELECT COUNT(*)
        FROM dim_report
        WHERE report_id >= $first AND report_id < $after AND health IN ('unreadable', 'absent')
    ) AS reports_failed,
    (
        SELECT COUNT(*)
        FROM fact_statement
        WHERE report_id >= $first AND report_id < $after AND basis = 'stated'
    ) AS statements,
    (
        SELECT COUNT(*)
        FROM fact_statement
        WHERE report_id >= $first AND report_id < $after AND basis = 'stated' AND metric IS NOT NULL
    ) AS linked,
    (SELECT COUNT(*) FROM observation WHERE place >= $first AND place < $after) AS observations,
    (SELECT COUNT(*) FROM observation WHERE place >= $first AND place < $after AND disagree) AS disagreeing,
    (SELECT COUNT(*) FROM observation WHERE place >= $first AND place < $after AND unsettled) AS unsettled

-- The metric catalogue in its order.
SELECT * FROM dim_metric ORDER BY sort_key

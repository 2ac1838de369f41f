"""What it means: records, places, metrics, schemas, SQL. Imports none of the other rooms."""

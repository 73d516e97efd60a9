"""Run the same models on DuckDB, Sail and Spark."""

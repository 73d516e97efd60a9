"""Open the published warehouse, read-only; nothing else in this application opens a database."""

"""Texts of figures, their origins and the files that leave the house."""

TEXTS = {
    "app.excel": "Download Excel",
    "figure.open": "Open the definition and rows of “{label}”",
    "figure.definition": "Definition: ",
    "figure.clause": "Source: ",
    "figure.standard": "Standard: ",
    "figure.data_time": "Data time {as_of}   data version {build_id}",
    "figure.no_rows": "This follows from the facts above; it has no rows of its own.",
    "figure.rows": "Rows ({table}): {total} in all, {shown} shown.",
    "status.official": "official text",
    "status.reported": "reported",
    "status.unconfirmed": "unconfirmed",
    "file.user": "Taken by",
    "file.taken": "Taken at",
    "file.data_time": "Data time",
    "file.build": "Data version",
    "file.mark": "Mark",
    "file.demo": "Demo data",
}

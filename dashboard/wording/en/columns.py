"""Texts of column headings."""

TEXTS = {
    "column.reason": "Reason",
    "column.times": "Times",
    "column.scope": "Scope",
    "column.file": "File",
    "column.sheet": "Sheet",
    "column.line": "Line",
    "column.table_name": "Table",
    "column.column_name": "Field",
    "column.raw_text": "As written",
    "column.loaded": "Loaded",
    "column.rejected": "Rejected",
    "column.non_data": "Not data",
    "column.exact_duplicate": "Duplicate",
    "column.lines": "Total",
    "column.station": "Station",
    "column.station_id": "Code",
    "column.hours_late": "Hours late",
    "column.rule_set": "Rule table",
    "column.version": "Version",
    "column.row_count": "Rows",
}

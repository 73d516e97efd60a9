"""Texts of the data check-up."""

TEXTS = {
    "data.title": "Data check-up",
    "data.headline": "Data time {as_of}: {read} lines read, {rejected} rejected ({share}), {late}.",
    "data.headline_late_none": "no station is late",
    "data.headline_late": "late stations: {count}",
    "data.headline_late_unknown": "cannot tell whether stations are late",
    "data.about": "{city}   data version {build_id}   finished {finished}   program {version}",
    "data.enterprises": "Enterprises",
    "data.stations": "Stations",
    "data.loaded": "Lines loaded",
    "data.rejected": "Lines rejected",
    "data.faulty_cells": "Faulty cells",
    "data.suspected": "Doubtful places",
    "data.late": "Late stations",
    "data.map": "Control rings and sources by type",
    "data.map_help": "Click a source on the map to see below who it is.",
    "data.selected": "{name}   {kind}   {place}   {address}",
    "data.late_title": "Late stations",
    "data.late_none": "The latest hour of every station has arrived.",
    "data.late_unknown": "This build has no table of station freshness; cannot tell.",
    "data.suspected_title": "Datum check",
    "data.suspected_none": "Every feed lies where its declared datum says.",
    "data.suspected_wrong": "doubtful",
    "data.suspected_open": "cannot tell",
    "data.reasons_title": "Why lines were rejected",
    "data.reasons_none": "No line was rejected.",
    "data.files_title": "What was read from each file",
    "data.files_note": (
        "Every line has one end: loaded, rejected, not data (titles, totals, blanks, filtered), duplicate; together the file's lines."
    ),
    "data.files_none": "This build read no file.",
    "data.examples_title": "Rejected rows and faulty cells, as written",
    "data.examples_note": (
        "The first {count}. File, sheet and line are those of the original, which is archived by its SHA-256 and never changed."
    ),
    "data.examples_none": "No row was rejected and no cell is faulty.",
    "data.rules_title": "Versions of the rules in use",
    "data.rules_none": "This build recorded no rule versions.",
}

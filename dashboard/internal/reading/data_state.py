"""What a build says of itself: where its rows came from, what was rejected, what is late or in doubt."""

from __future__ import annotations

import pandas as pd

from dashboard.internal.reading.warehouse import Published

ABOUT = "select build_id, city, is_demo, as_of_at, finished_at, version from build_info limit 1"
LINES = """
select disposition, cast(sum(lines) as bigint) as lines
from source_lines group by disposition
"""
FILES = """
select file, nullif(sheet, '') as sheet, string_agg(distinct table_name, ', ' order by table_name) as table_name,
    cast(sum(lines) filter (disposition = 'loaded') as bigint) as loaded,
    cast(sum(lines) filter (disposition = 'rejected') as bigint) as rejected,
    cast(sum(lines) filter (disposition = 'non_data') as bigint) as non_data,
    cast(sum(lines) filter (disposition = 'exact_duplicate') as bigint) as exact_duplicate,
    cast(sum(lines) as bigint) as lines
from source_lines
group by file, sheet
order by rejected desc nulls last, file, sheet nulls first
"""
# a row may have several reasons; each counts
REASONS = """
with reasons as (
    select 'row' as scope, unnest(regexp_split_to_array(trim(reasons), '[\\s,;|]+')) as reason from rejected_rows
    union all
    select 'cell' as scope, reason from rejected_cells
)
select scope, reason, count(*) as times
from reasons
where reason <> ''
group by scope, reason
order by scope desc, times desc, reason
"""
EXAMPLES = """
with faults as (
    select 'row' as scope, file, sheet, line, table_name, nullif(columns, '') as column_name, reasons as reason, raw_text
    from rejected_rows
    union all
    select 'cell' as scope, file, sheet, line, table_name, column_name, reason, raw_text
    from rejected_cells
)
select scope, file, nullif(sheet, '') as sheet, line, table_name, column_name, reason, raw_text
from faults
qualify row_number() over (partition by scope, file, reason order by line) <= 5
order by scope desc, file, line, column_name
limit ?
"""
COUNTS = """
select
    (select count(*) from enterprises) as enterprises,
    (select count(*) from enterprises where place_quality = 'suspected_datum') as suspected,
    (select count(*) from stations) as stations,
    (select count(*) from rejected_cells) as faulty_cells
"""
# cleared feeds need no words
DATUMS = """
select coalesce(is_wrong, false) as is_wrong, source_feed, voted, note
from datum_votes
where (coalesce(is_wrong, false) or voted is null) and coalesce(note, '') <> ''
order by is_wrong desc, source_feed, declared
"""
LATE = """
select name as station, station_id, hours_late
from station_freshness where is_late
order by hours_late desc nulls first, station_id
"""
RULES = "select rule_set, version, row_count from build_rules order by rule_set"


def about(build: Published) -> pd.Series:
    """City, times and version of the build; `as_of_at` is the city's own time, `finished_at` universal time."""
    return build.rows(ABOUT).iloc[0]


def lines(build: Published) -> dict[str, int]:
    """Count the lines of all files by where they ended."""
    found = build.rows(LINES)
    return {str(row.disposition): int(row.lines) for row in found.itertuples()}


def counts(build: Published) -> pd.Series:
    """Count enterprises, stations, doubtful places and faulty cells."""
    return build.rows(COUNTS).iloc[0]


def files(build: Published) -> pd.DataFrame:
    """List the files and sheets with their lines by where they ended."""
    return build.rows(FILES)


def reasons(build: Published) -> pd.DataFrame:
    """Count the reasons for rejecting whole rows and single cells."""
    return build.rows(REASONS)


def examples(build: Published, *, limit: int) -> pd.DataFrame:
    """Show rejected rows and cells as they were written, at most five for each file and reason."""
    return build.rows(EXAMPLES, [limit])


def doubtful_datums(build: Published) -> pd.DataFrame:
    """List the feeds whose points lie elsewhere than their declared datum says, then those nobody can judge."""
    return build.rows(DATUMS)


def late_stations(build: Published) -> pd.DataFrame | None:
    """List the stations that are late; None when the build cannot tell."""
    return build.rows(LATE) if "station_freshness" in build.tables() else None


def rules(build: Published) -> pd.DataFrame:
    """List the rule tables with their versions."""
    return build.rows(RULES) if "build_rules" in build.tables() else pd.DataFrame(columns=["rule_set", "version", "row_count"])

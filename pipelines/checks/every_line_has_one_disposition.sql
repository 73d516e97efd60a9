-- One row per file and sheet whose loaded, rejected, non-data and duplicate lines do not add up to the lines it has.
select
  f.file,
  f.sheet,
  f.line_count,
  sum(l.lines) as accounted_lines
from source_files as f
left join source_lines as l on l.file = f.file and l.sheet = f.sheet and l.sha256 = f.sha256 and l.feed = f.feed
group by f.file, f.sheet, f.sha256, f.feed, f.line_count
having sum(l.lines) is null or sum(l.lines) <> f.line_count

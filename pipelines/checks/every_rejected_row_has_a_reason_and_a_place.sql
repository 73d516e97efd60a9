-- One row per rejected row that does not say why or where.
select
  file,
  sheet,
  line,
  reasons
from rejected_rows
where reasons is null or reasons = '' or line is null or sha256 is null

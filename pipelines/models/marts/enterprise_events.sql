-- One row per enterprise and dated fact, whatever its kind: supervision, own data, complaints. No points, no thresholds. (view)
select enterprise_id, kind, occurred_on, quantity, source_table, source_key, source_file, source_line, evidence
from supervision_events
union all
select enterprise_id, kind, occurred_on, quantity, source_table, source_key, cast(null as string), cast(null as bigint), evidence
from monitoring_events
union all
select enterprise_id, kind, occurred_on, quantity, source_table, source_key, cast(null as string), cast(null as bigint), evidence
from complaint_events

-- The marts of enterprises and stations hold one row per code, and every delivered row counts in exactly one enterprise.
select 'enterprise' as kind, enterprise_id as id, count(*) as row_count
from enterprises
group by enterprise_id
having count(*) <> 1
union all
select 'station' as kind, station_id as id, count(*) as row_count
from stations
group by station_id
having count(*) <> 1
union all
select 'delivered rows' as kind, cast(max(d.row_count) as varchar) as id, max(m.row_count) as row_count
from (select count(*) as row_count from stg_enterprises) as d
cross join (select coalesce(sum(source_count), 0) as row_count from enterprises) as m
having max(d.row_count) <> max(m.row_count)

-- A month in which station_hours has not as many rows as staging has readings.
select r.month_id, r.reading_count, h.hour_count
from (select month_id, count(*) as reading_count from stg_readings group by month_id) as r
left join (select month_id, count(*) as hour_count from station_hours group by month_id) as h on r.month_id = h.month_id
where r.reading_count <> coalesce(h.hour_count, 0)

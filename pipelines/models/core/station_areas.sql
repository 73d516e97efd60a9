-- One row per area and station whose values make the area’s mean, with the days on which the station is expected to report.
-- A station without a stated first day is expected from its first value on; one without both is not expected.
with firsts as (
    select
        station_id,
        min(observed_on) as first_on
    from station_day_wide
    group by station_id
),

placed as (
    select
        s.station_id, s.level, s.city_name, p.district, p.township,
        coalesce(s.active_from, f.first_on) as active_from,
        coalesce(s.active_to, date '9999-12-31') as active_to
    from stg_stations as s
    left join firsts as f on s.station_id = f.station_id
    left join site_places as p on p.kind = 'station' and s.station_id = p.source_key
    where coalesce(p.place_quality, 'missing') <> 'outside_city' and coalesce(s.active_from, f.first_on) is not null
),

named as (
    select count(distinct city_name) as name_count
    from placed
)

select
    'city' as area_kind, c.name as area, p.station_id, p.active_from, p.active_to
from placed as p
inner join run_city as c on p.level = c.mean_level
union all
select
    'district' as area_kind, p.district as area, p.station_id, p.active_from, p.active_to
from placed as p
inner join run_city as c on p.level = c.mean_level
where p.district is not null
union all
select
    'named_city' as area_kind, p.city_name as area, p.station_id, p.active_from, p.active_to
from placed as p
inner join run_city as c on p.level = c.mean_level
cross join named as n
where n.name_count > 1 and p.city_name is not null
union all
select
    'township' as area_kind, p.township as area, p.station_id, p.active_from, p.active_to
from placed as p
where p.level = 'township' and p.township is not null

-- One row per area and day: how many stations were expected to report, and how many valid ones the text asks for.
with expected as (
    select
        a.area_kind, a.area, d.observed_on,
        count(*) as station_count
    from station_areas as a
    inner join (select distinct observed_on from station_day_wide) as d on d.observed_on between a.active_from and a.active_to
    group by a.area_kind, a.area, d.observed_on
),

shares as (
    select
        valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to,
        max(case when item = 'share' then least end) as share,
        max(case when item = 'share_of_few' then least end) as share_of_few,
        max(case when item = 'few_stations' then least end) as few_stations
    from rule_validity_rules
    where statistic = 'city_day'
    group by valid_from, valid_to
)

select
    e.area_kind, e.area, e.observed_on, e.station_count,
    e.station_count * coalesce(case when e.station_count < s.few_stations then s.share_of_few else s.share end, 0) as percent_stations
from expected as e
left join shares as s on e.observed_on between s.valid_from and s.valid_to

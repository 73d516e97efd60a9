-- One row per station, day, basis (raw, excl_event) and standard: daily values, indices, level and primary pollutant.
-- `is_in_force` marks the text of the day; `aqi` is null where that text forbids publishing, `aqi_at_hand` is the largest index.
with judged as (
    select
        d.station_id, d.observed_on, d.month_id, d.basis, d.source_step, s.standard_id, s.primary_above,
        coalesce(d.observed_on between s.valid_from and s.valid_to, false) as is_in_force,
        d.pm25_hours, d.pm10_hours, d.so2_hours, d.no2_hours, d.co_hours, d.o3_windows,
        d.pm25_rounded, d.pm10_rounded, d.so2_rounded, d.no2_rounded, d.co_rounded, d.o3_8h_max_rounded, d.o3_1h_max_rounded,
        i.iaqi_pm25, i.iaqi_pm10, i.iaqi_so2, i.iaqi_no2, i.iaqi_o3, i.iaqi_co, i.iaqi_max,
        case when i.iaqi_max < s.aqi_min then s.aqi_min else i.iaqi_max end as aqi_at_hand,
        -- What an approved event took away does not count as missing: only what the raw day lacks does.
        least(coalesce(r.iaqi_pm25, -1), coalesce(r.iaqi_pm10, -1), coalesce(r.iaqi_so2, -1), coalesce(r.iaqi_no2, -1), coalesce(r.iaqi_o3, -1), coalesce(r.iaqi_co, -1)) >= 0
        or i.iaqi_max > coalesce(s.missing_publish_above, -1) as is_publishable
    from station_day_wide as d
    inner join run_months as k on d.month_id = k.month_id
    cross join selectable_standards as s
    left join station_day_indices as i
        on d.station_id = i.station_id and d.observed_on = i.observed_on and d.value_basis = i.basis and s.standard_id = i.standard_id
    left join station_day_indices as r
        on d.station_id = r.station_id and d.observed_on = r.observed_on and r.basis = 'raw' and s.standard_id = r.standard_id
)

select
    j.station_id, j.observed_on, j.month_id, j.basis, j.standard_id, j.is_in_force, j.source_step,
    j.pm25_hours, j.pm10_hours, j.so2_hours, j.no2_hours, j.co_hours, j.o3_windows,
    j.pm25_rounded * t.step_n / 1e3 as pm25_ugm3,
    j.pm10_rounded * t.step_n / 1e3 as pm10_ugm3,
    j.so2_rounded * t.step_n / 1e3 as so2_ugm3,
    j.no2_rounded * t.step_n / 1e3 as no2_ugm3,
    j.o3_8h_max_rounded * t.step_n / 1e3 as o3_8h_max_ugm3,
    j.o3_1h_max_rounded * t.step_n / 1e3 as o3_1h_max_ugm3,
    j.co_rounded * t.co_step_n / 1e3 as co_mgm3,
    j.iaqi_pm25, j.iaqi_pm10, j.iaqi_so2, j.iaqi_no2, j.iaqi_o3, j.iaqi_co,
    case when j.is_publishable then j.aqi_at_hand end as aqi,
    j.aqi_at_hand,
    l.level_code,
    case when j.is_publishable and j.aqi_at_hand > j.primary_above then substring(concat(
        case when j.iaqi_so2 = j.iaqi_max then concat('、', n.so2_label) else '' end,
        case when j.iaqi_no2 = j.iaqi_max then concat('、', n.no2_label) else '' end,
        case when j.iaqi_pm10 = j.iaqi_max then concat('、', n.pm10_label) else '' end,
        case when j.iaqi_pm25 = j.iaqi_max then concat('、', n.pm25_label) else '' end,
        case when j.iaqi_co = j.iaqi_max then concat('、', n.co_label) else '' end,
        case when j.iaqi_o3 = j.iaqi_max then concat('、', n.o3_label) else '' end
    ), 2) end as primary_pollutant,
    case
        when j.standard_id is null then 'no_standard'
        when j.iaqi_max is null then 'too_few_hours'
        when not j.is_publishable then 'pollutant_missing'
    end as invalid_reason
from judged as j
cross join pollutant_labels as n
cross join display_steps as t
left join aqi_levels as l on case when j.is_publishable then j.aqi_at_hand end = l.aqi

-- One row per station and hour (labelled by its end): concentrations, indices by the text in force on the day, primary pollutant.
-- `aqi` is null where the text forbids publishing it; `aqi_at_hand` is the largest index there is, published or not.
with indexed as (
    select
        h.station_id, h.observed_at, h.observed_on, h.hour_of_day, h.month_id, h.flag, h.is_valid, h.published_aqi, h.published_primary,
        h.pm25_ngm3, h.pm10_ngm3, h.so2_ngm3, h.no2_ngm3, h.o3_ngm3, h.co_ugm3,
        h.pm25_rounded, h.pm10_rounded, h.so2_rounded, h.no2_rounded, h.o3_rounded, h.co_rounded,
        a.standard_id, a.primary_above, a.aqi_min, a.missing_publish_above,
        pm25.iaqi_pm25, pm10.iaqi_pm10, so2.iaqi_so2, no2.iaqi_no2, o3.iaqi_o3, co.iaqi_co,
        greatest(
            coalesce(pm25.iaqi_pm25, -1), coalesce(pm10.iaqi_pm10, -1), coalesce(so2.iaqi_so2, -1),
            coalesce(no2.iaqi_no2, -1), coalesce(o3.iaqi_o3, -1), coalesce(co.iaqi_co, -1)
        ) as iaqi_max,
        least(
            coalesce(pm25.iaqi_pm25, -1), coalesce(pm10.iaqi_pm10, -1), coalesce(so2.iaqi_so2, -1),
            coalesce(no2.iaqi_no2, -1), coalesce(o3.iaqi_o3, -1), coalesce(co.iaqi_co, -1)
        ) < 0 as is_pollutant_missing
    from rounded_hours as h
    inner join run_months as k on h.month_id = k.month_id
    left join hourly_aqi_rules as a on h.observed_on between a.valid_from and a.valid_to
    inner join hourly_iaqi as pm25
        on coalesce(a.lookup_from + case when h.pm25_rounded > a.lookup_top then a.lookup_top else h.pm25_rounded end, 0) = pm25.lookup_no
    inner join hourly_iaqi as pm10
        on coalesce(a.lookup_from + case when h.pm10_rounded > a.lookup_top then a.lookup_top else h.pm10_rounded end, 0) = pm10.lookup_no
    inner join hourly_iaqi as so2
        on coalesce(a.lookup_from + case when h.so2_rounded > a.lookup_top then a.lookup_top else h.so2_rounded end, 0) = so2.lookup_no
    inner join hourly_iaqi as no2
        on coalesce(a.lookup_from + case when h.no2_rounded > a.lookup_top then a.lookup_top else h.no2_rounded end, 0) = no2.lookup_no
    inner join hourly_iaqi as o3
        on coalesce(a.lookup_from + case when h.o3_rounded > a.lookup_top then a.lookup_top else h.o3_rounded end, 0) = o3.lookup_no
    inner join hourly_iaqi as co
        on coalesce(a.lookup_from + case when h.co_rounded > a.lookup_top then a.lookup_top else h.co_rounded end, 0) = co.lookup_no
),

judged as (
    select
        i.station_id, i.observed_at, i.observed_on, i.hour_of_day, i.month_id, i.flag, i.is_valid, i.published_aqi, i.published_primary,
        i.pm25_ngm3, i.pm10_ngm3, i.so2_ngm3, i.no2_ngm3, i.o3_ngm3, i.co_ugm3,
        i.pm25_rounded, i.pm10_rounded, i.so2_rounded, i.no2_rounded, i.o3_rounded, i.co_rounded,
        i.iaqi_pm25, i.iaqi_pm10, i.iaqi_so2, i.iaqi_no2, i.iaqi_o3, i.iaqi_co,
        i.standard_id, i.primary_above, i.iaqi_max,
        case when i.iaqi_max < 0 then null when i.iaqi_max < i.aqi_min then i.aqi_min else i.iaqi_max end as aqi_at_hand,
        -- A pollutant that is not monitored by plan may be left out (5.3.2); in a feed the only trace of the plan is a published index.
        not i.is_pollutant_missing or i.iaqi_max > coalesce(i.missing_publish_above, -1) or i.published_aqi is not null as is_publishable
    from indexed as i
)

select
    j.station_id, j.observed_at, j.observed_on, j.hour_of_day, j.month_id, j.standard_id,
    j.pm25_ngm3, j.pm10_ngm3, j.so2_ngm3, j.no2_ngm3, j.o3_ngm3, j.co_ugm3,
    j.pm25_ngm3 / 1e3 as pm25_ugm3,
    j.pm10_ngm3 / 1e3 as pm10_ugm3,
    j.so2_ngm3 / 1e3 as so2_ugm3,
    j.no2_ngm3 / 1e3 as no2_ugm3,
    j.o3_ngm3 / 1e3 as o3_ugm3,
    j.co_ugm3 / 1e3 as co_mgm3,
    j.pm25_rounded, j.pm10_rounded, j.so2_rounded, j.no2_rounded, j.o3_rounded, j.co_rounded,
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
        when not j.is_valid and coalesce(j.flag, '') = '' then 'not_active'
        when not j.is_valid then 'flagged'
        when j.standard_id is null then 'no_standard'
        when j.iaqi_max < 0 then 'no_value'
        when not j.is_publishable then 'pollutant_missing'
    end as invalid_reason,
    j.flag, j.published_aqi, j.published_primary
from judged as j
cross join pollutant_labels as n
left join aqi_levels as l on case when j.is_publishable then j.aqi_at_hand end = l.aqi

-- One row per station and day delivered as daily means: scaled integers in ng/m³ (CO µg/m³); a later file replaces an earlier one.
with versions as (
    select
        r.station_id,
        r.observed_on,
        r.month_id,
        r.pm25_ugm3,
        r.pm10_ugm3,
        r.so2_ugm3,
        r.no2_ugm3,
        r.o3_8h_max_ugm3,
        r.co_mgm3,
        r.valid_hours,
        row_number() over (
            partition by r.station_id, r.observed_on
            order by r.source_received_at desc nulls last, r.source_file desc nulls last, r.source_line desc nulls last
        ) as version_no
    from raw_readings_daily as r
    inner join run_months as k on r.month_id = k.month_id
)

select
    station_id,
    observed_on,
    month_id,
    cast(floor(pm25_ugm3 * 1e3 + 0.5e0) as bigint) as pm25_ngm3,
    cast(floor(pm10_ugm3 * 1e3 + 0.5e0) as bigint) as pm10_ngm3,
    cast(floor(so2_ugm3 * 1e3 + 0.5e0) as bigint) as so2_ngm3,
    cast(floor(no2_ugm3 * 1e3 + 0.5e0) as bigint) as no2_ngm3,
    cast(floor(o3_8h_max_ugm3 * 1e3 + 0.5e0) as bigint) as o3_8h_max_ngm3,
    cast(floor(co_mgm3 * 1e3 + 0.5e0) as bigint) as co_ugm3,
    cast(floor(valid_hours) as bigint) as valid_hours
from versions
where version_no = 1

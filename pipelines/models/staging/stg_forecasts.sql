-- One row per issue, source and day; a later file replaces an earlier one.
with versions as (
    select
        issued_at,
        valid_on,
        aqi_low,
        aqi_high,
        primary_pollutant,
        wind_from_deg,
        wind_ms,
        rain_mm,
        source,
        row_number() over (
            partition by issued_at, valid_on, source
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_forecasts
)

select
    issued_at,
    valid_on,
    aqi_low,
    aqi_high,
    primary_pollutant,
    wind_from_deg,
    wind_ms,
    rain_mm,
    source
from versions
where version_no = 1

-- One row per exceptional event: when it was, which pollutants it touches, and whether somebody approved it.
with versions as (
    select
        event_id,
        kind,
        starts_at,
        ends_at,
        pollutants,
        approved_by,
        document,
        upper(replace(replace(pollutants, '.', ''), ' ', '')) as words,
        row_number() over (
            partition by event_id
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_exceptional_events
)

select
    event_id,
    kind,
    starts_at,
    ends_at,
    pollutants,
    approved_by,
    document,
    words like '%PM25%' or words like '%细颗粒物%' as is_pm25,
    words like '%PM10%' or words like '%可吸入颗粒物%' as is_pm10,
    words like '%SO2%' or words like '%二氧化硫%' as is_so2,
    words like '%NO2%' or words like '%二氧化氮%' as is_no2,
    words like '%O3%' or words like '%臭氧%' as is_o3,
    concat(words, '；') like '%CO；%' or concat(words, ';') like '%CO;%' or words like '%CO,%' or words like '%CO、%' or words like '%一氧化碳%' as is_co,
    approved_by is not null as is_approved
from versions
where version_no = 1

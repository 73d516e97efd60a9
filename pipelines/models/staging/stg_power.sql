-- One row per meter and step (labelled by its end) of the months to compute: the latest delivered version.
-- Power in whole watts (kW × 1000).
-- Only what was delivered more than once is ranked: a year of steps has millions that were not.
with repeated as (
    select meter_id, observed_at
    from raw_power
    join run_months on run_months.month_id = raw_power.month_id
    group by meter_id, observed_at
    having count(*) > 1
),

ranked as (
    select
        raw_power.meter_id, raw_power.observed_at, raw_power.month_id, raw_power.kw,
        row_number() over (
            partition by raw_power.meter_id, raw_power.observed_at
            order by
                raw_power.source_received_at desc nulls last,
                raw_power.source_file desc nulls last,
                raw_power.source_line desc nulls last
        ) as version_no
    from raw_power
    join run_months on run_months.month_id = raw_power.month_id
    join repeated on repeated.meter_id = raw_power.meter_id
        and repeated.observed_at = raw_power.observed_at
),

latest as (
    select raw_power.month_id, raw_power.meter_id, raw_power.observed_at, raw_power.kw
    from raw_power
    join run_months on run_months.month_id = raw_power.month_id
    left join repeated on repeated.meter_id = raw_power.meter_id
        and repeated.observed_at = raw_power.observed_at
    where repeated.meter_id is null
    union all
    select month_id, meter_id, observed_at, kw
    from ranked
    where version_no = 1
)

select month_id, meter_id, observed_at, cast(floor(kw * 1000.0e0 + 0.5e0) as bigint) as power_w
from latest

-- One row per outlet, pollutant and hour (hour-ending) of the months to compute: the latest delivered version.
-- Concentration in whole µg/m³ (mg/m³ × 1000), so that a limit is compared exactly.
-- Only what was delivered more than once is ranked: a year of steps has millions that were not.
with repeated as (
    select outlet_id, pollutant, observed_at
    from raw_emissions
    join run_months on run_months.month_id = raw_emissions.month_id
    group by outlet_id, pollutant, observed_at
    having count(*) > 1
),

ranked as (
    select
        raw_emissions.outlet_id, raw_emissions.pollutant, raw_emissions.observed_at, raw_emissions.month_id, raw_emissions.value_mgm3, raw_emissions.flag,
        row_number() over (
            partition by raw_emissions.outlet_id, raw_emissions.pollutant, raw_emissions.observed_at
            order by
                raw_emissions.source_received_at desc nulls last,
                raw_emissions.source_file desc nulls last,
                raw_emissions.source_line desc nulls last
        ) as version_no
    from raw_emissions
    join run_months on run_months.month_id = raw_emissions.month_id
    join repeated on repeated.outlet_id = raw_emissions.outlet_id
        and repeated.pollutant = raw_emissions.pollutant
        and repeated.observed_at = raw_emissions.observed_at
),

latest as (
    select raw_emissions.month_id, raw_emissions.outlet_id, raw_emissions.pollutant, raw_emissions.observed_at, raw_emissions.value_mgm3, raw_emissions.flag
    from raw_emissions
    join run_months on run_months.month_id = raw_emissions.month_id
    left join repeated on repeated.outlet_id = raw_emissions.outlet_id
        and repeated.pollutant = raw_emissions.pollutant
        and repeated.observed_at = raw_emissions.observed_at
    where repeated.outlet_id is null
    union all
    select month_id, outlet_id, pollutant, observed_at, value_mgm3, flag
    from ranked
    where version_no = 1
)

select month_id, outlet_id, pollutant, observed_at, cast(floor(value_mgm3 * 1000.0e0 + 0.5e0) as bigint) as value_ugm3, flag
from latest

-- One row per outlet, pollutant and day of the months to compute: hours sent, valid, running, over the limit.
-- Only hours whose HJ 212 flag counts as valid are judged (rule_emission_flags); an hour without flag is normal.
with flags as (
    select distinct run_months.month_id, rule_emission_flags.flag, rule_emission_flags.is_valid, rule_emission_flags.is_running
    from run_months
    join rule_emission_flags
        on extract(year from rule_emission_flags.valid_from) * 100 + extract(month from rule_emission_flags.valid_from)
            <= run_months.month_id
        and coalesce(
            extract(year from rule_emission_flags.valid_to) * 100 + extract(month from rule_emission_flags.valid_to) >= run_months.month_id,
            true
        )
),

hours as (
    select
        stg_emissions.month_id,
        stg_emissions.outlet_id,
        stg_emissions.pollutant,
        cast(stg_emissions.observed_at - interval '1' hour as date) as day_on,
        stg_emissions.value_ugm3,
        coalesce(flags.is_valid, false) and stg_emissions.value_ugm3 is not null as is_valid,
        coalesce(flags.is_running, true) as is_running
    from stg_emissions
    join run_months on run_months.month_id = stg_emissions.month_id
    left join flags on flags.month_id = stg_emissions.month_id and flags.flag = coalesce(stg_emissions.flag, 'N')
)

select
    hours.month_id,
    hours.outlet_id,
    stg_outlets.enterprise_id as enterprise_code,
    hours.pollutant,
    hours.day_on,
    stg_outlets.limit_ugm3,
    count(*) as hours,
    cast(sum(case when hours.is_running then 1 else 0 end) as bigint) as running_hours,
    cast(sum(case when hours.is_valid then 1 else 0 end) as bigint) as valid_hours,
    cast(sum(case when hours.is_valid and hours.value_ugm3 > stg_outlets.limit_ugm3 then 1 else 0 end) as bigint) as exceedance_hours,
    cast(sum(case when hours.is_valid then hours.value_ugm3 end) as bigint) as sum_ugm3,
    max(case when hours.is_valid then hours.value_ugm3 end) as max_ugm3
from hours
left join stg_outlets on stg_outlets.outlet_id = hours.outlet_id and stg_outlets.pollutant = hours.pollutant
group by hours.month_id, hours.outlet_id, stg_outlets.enterprise_id, hours.pollutant, hours.day_on, stg_outlets.limit_ugm3

-- One row per power meter and month to compute: length of its step, and the power above which it runs or below which it stands.
-- The shares are rules; they apply to the rated power, or to the month's highest when none is declared.
with rules as (
    select
        run_months.month_id,
        max(case when rule_power_rules.rule_id = 'run_share' then rule_power_rules.value end) as run_share,
        max(case when rule_power_rules.rule_id = 'stop_share' then rule_power_rules.value end) as stop_share
    from run_months
    join rule_power_rules
        on extract(year from rule_power_rules.valid_from) * 100 + extract(month from rule_power_rules.valid_from) <= run_months.month_id
        and coalesce(
            extract(year from rule_power_rules.valid_to) * 100 + extract(month from rule_power_rules.valid_to) >= run_months.month_id, true
        )
    group by run_months.month_id
),

readings as (
    select
        stg_power.month_id,
        stg_power.meter_id,
        count(*) as steps,
        cast(sum(case when extract(minute from stg_power.observed_at) = 0 then 1 else 0 end) as bigint) as whole_hours,
        max(stg_power.power_w) as highest_w
    from stg_power
    join run_months on run_months.month_id = stg_power.month_id
    group by stg_power.month_id, stg_power.meter_id
)

select
    readings.month_id,
    readings.meter_id,
    stg_meters.enterprise_id as enterprise_code,
    stg_meters.line,
    stg_meters.side,
    readings.steps,
    case when readings.whole_hours > 0
        then cast(3600.0e0 / floor(readings.steps / (readings.whole_hours * 1.0e0) + 0.5e0) as bigint) else 3600
    end as step_s,
    cast(floor(coalesce(stg_meters.rated_w, readings.highest_w) * rules.run_share) as bigint) as run_w,
    cast(floor(coalesce(stg_meters.rated_w, readings.highest_w) * rules.stop_share) as bigint) as stop_w
from readings
join rules on rules.month_id = readings.month_id
left join stg_meters on stg_meters.meter_id = readings.meter_id

-- One row per power meter and day of the months to compute: seconds recorded, running and standing, and energy.
select
    stg_power.month_id,
    stg_power.meter_id,
    meter_months.enterprise_code,
    meter_months.line,
    meter_months.side,
    cast(stg_power.observed_at - interval '1' minute as date) as day_on,
    cast(sum(meter_months.step_s) as bigint) as recorded_s,
    cast(sum(case when stg_power.power_w >= meter_months.run_w then meter_months.step_s else 0 end) as bigint) as running_s,
    cast(sum(case when stg_power.power_w <= meter_months.stop_w then meter_months.step_s else 0 end) as bigint) as standing_s,
    cast(sum(stg_power.power_w * meter_months.step_s) as bigint) as energy_ws,
    max(stg_power.power_w) as highest_w
from stg_power
join run_months on run_months.month_id = stg_power.month_id
join meter_months on meter_months.month_id = stg_power.month_id and meter_months.meter_id = stg_power.meter_id
group by
    stg_power.month_id, stg_power.meter_id, meter_months.enterprise_code, meter_months.line, meter_months.side,
    cast(stg_power.observed_at - interval '1' minute as date)

-- One row per production line and day of the months to compute: production running, running while its treatment stood
-- (产污开治污停), and running although an alert in force told it to stop (应停未停).
with lines as (
    select
        meter_months.month_id, meter_id, enterprise_code, coalesce(line, '') as line, side, step_s, run_w, stop_w,
        dense_rank() over (order by enterprise_code asc nulls last, line asc nulls last) as line_no
    from meter_months
    join run_months on run_months.month_id = meter_months.month_id
    where enterprise_code is not null and side is not null
),

steps as (
    select
        lines.month_id,
        lines.line_no,
        stg_power.observed_at,
        max(lines.step_s) as step_s,
        max(case when lines.side = 'production' then case when stg_power.power_w >= lines.run_w then 1 else 0 end end) as is_producing,
        max(case when lines.side = 'treatment' then case when stg_power.power_w <= lines.stop_w then 0 else 1 end end) as is_treating
    from stg_power
    join run_months on run_months.month_id = stg_power.month_id
    join lines on lines.month_id = stg_power.month_id and lines.meter_id = stg_power.meter_id
    where stg_power.power_w is not null
    group by lines.month_id, lines.line_no, stg_power.observed_at
),

orders as (
    select distinct lines.line_no, stg_alerts.starts_at, stg_alerts.ends_at
    from stg_alerts
    join stg_emergency_plan
        on stg_emergency_plan.level = stg_alerts.level
        and (stg_emergency_plan.target_share = 0 or stg_emergency_plan.target_share is null and instr(stg_emergency_plan.measure, '停') > 0)
    join lines
        on lines.enterprise_code = stg_emergency_plan.enterprise_id
        and coalesce(nullif(stg_emergency_plan.line, ''), lines.line) = lines.line
),

ordered as (
    select distinct steps.line_no, steps.observed_at
    from steps
    join orders on orders.line_no = steps.line_no
    where steps.observed_at > orders.starts_at and coalesce(steps.observed_at <= orders.ends_at, true)
),

names as (
    select distinct line_no, enterprise_code, line from lines
)

select
    steps.month_id,
    names.enterprise_code,
    names.line,
    cast(steps.observed_at - interval '1' minute as date) as day_on,
    cast(sum(case when steps.is_producing = 1 then steps.step_s else 0 end) as bigint) as producing_s,
    cast(sum(case when steps.is_producing = 1 and steps.is_treating is not null then steps.step_s else 0 end) as bigint) as compared_s,
    cast(sum(case when steps.is_producing = 1 and steps.is_treating = 0 then steps.step_s else 0 end) as bigint) as treatment_off_s,
    cast(sum(case when ordered.line_no is not null then steps.step_s else 0 end) as bigint) as stop_ordered_s,
    cast(sum(case when ordered.line_no is not null and steps.is_producing = 1 then steps.step_s else 0 end) as bigint) as stop_ignored_s
from steps
join names on names.line_no = steps.line_no
left join ordered on ordered.line_no = steps.line_no and ordered.observed_at = steps.observed_at
group by steps.month_id, names.enterprise_code, names.line, cast(steps.observed_at - interval '1' minute as date)

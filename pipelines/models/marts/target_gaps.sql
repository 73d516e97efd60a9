-- One row per target and what the area has reached: the period's value under the text in force, the gap, and whether it is met so far.
-- An area of a target may be named without the marks the city's name carries.
with reached as (
    select
        stg_targets.area as target_area, stg_targets.indicator, stg_targets.period, stg_targets.value as target_value, stg_targets.document,
        air_indices.area_kind, air_indices.area, air_indices.period_kind, air_indices.standard_id, air_indices.to_on,
        case stg_targets.indicator
            when 'pm25' then air_indices.pm25_mean_ugm3 when 'pm10' then air_indices.pm10_mean_ugm3
            when 'so2' then air_indices.so2_mean_ugm3 when 'no2' then air_indices.no2_mean_ugm3 when 'o3' then air_indices.o3_p90_ugm3
            when 'co' then air_indices.co_p95_mgm3 when 'composite_index' then air_indices.composite_index
            when 'good_days' then air_indices.good_days * 1.0e0 when 'heavy_days' then air_indices.heavy_days * 1.0e0
            when 'good_day_share' then air_indices.good_day_share_pct end as value,
        row_number() over (
            partition by stg_targets.area, stg_targets.indicator, stg_targets.period
            order by case air_indices.period_kind when 'year' then 1 when 'month' then 1 else 2 end asc nulls last,
                air_indices.area_kind asc nulls last, air_indices.area asc nulls last, air_indices.standard_id asc nulls last
        ) as choice
    from stg_targets
    join air_indices
        on instr(air_indices.area, stg_targets.area) = 1 and air_indices.period = stg_targets.period
    where air_indices.basis = 'raw' and air_indices.is_in_force and air_indices.is_default
        and air_indices.period_kind in ('month', 'year', 'year_to_date')
)

select
    target_area, indicator, period, area_kind, area, period_kind, standard_id, to_on, target_value, value, round(value - target_value, 2) as gap,
    case when indicator in ('good_days', 'good_day_share') then value >= target_value else value <= target_value end as is_met, document
from reached
where choice = 1 and value is not null

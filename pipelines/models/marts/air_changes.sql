-- One row per area, period, basis, standard, profile, indicator and comparison (year_on_year, period_on_period) with a period to compare with.
-- Both sides are computed by one text and one profile (同口径) over spans that begin on the same day of the year; months and weeks must be whole.
-- The change in percent is rounded half to even to one decimal.
with lags as (
    select distinct period_kind, 'year_on_year' as comparison, year_lag as lag_no
    from period_days where year_lag is not null
    union all
    select distinct period_kind, 'period_on_period' as comparison, 1 as lag_no
    from period_days where period_kind in ('month', 'week')
),

spans as (
    select
        period_kind, period_no,
        case when period_kind in ('month', 'week') then 0
            else cast(extract(month from min(observed_on)) * 100 + extract(day from min(observed_on)) as bigint)
        end as begins_on,
        case period_kind
            when 'month' then extract(day from min(observed_on)) = 1 and extract(day from max(observed_on) + interval 1 day) = 1
            when 'week' then max(observed_on) >= min(observed_on) + interval 6 day
            else true
        end as is_whole
    from period_days
    group by period_kind, period_no
),

pairs as (
    select
        c.area_kind, c.area, c.period_kind, c.period_no, c.basis, c.standard_id, c.profile_id, c.indicator, l.comparison,
        c.value_steps, b.value_steps as before_steps, c.decimals,
        case when c.value_steps < b.value_steps then b.value_steps - c.value_steps else c.value_steps - b.value_steps end as difference,
        case when c.value_steps < b.value_steps then -1 else 1 end as sign_no
    from period_indicators as c
    inner join lags as l on c.period_kind = l.period_kind
    inner join period_indicators as b
        on c.area_kind = b.area_kind and c.area = b.area and c.period_kind = b.period_kind and c.period_no = b.period_no + l.lag_no
        and c.basis = b.basis and coalesce(c.standard_id, '') = coalesce(b.standard_id, '')
        and coalesce(c.profile_id, '') = coalesce(b.profile_id, '') and c.indicator = b.indicator
    inner join spans as s on c.period_kind = s.period_kind and c.period_no = s.period_no
    inner join spans as t on b.period_kind = t.period_kind and b.period_no = t.period_no
    where s.is_whole and t.is_whole and s.begins_on = t.begins_on
),

halves as (
    select
        area_kind, area, period_kind, period_no, basis, standard_id, profile_id, indicator, comparison, value_steps, before_steps,
        difference, sign_no, case decimals when 0 then 1e0 when 1 then 1e1 else 1e2 end as scale,
        case when before_steps > 0 then cast(floor((2000 * difference + before_steps) / (2e0 * before_steps)) as bigint) end as half_up
    from pairs
)

select
    area_kind, area, period_kind, period_no, basis, standard_id, profile_id, indicator, comparison,
    value_steps / scale as value,
    before_steps / scale as value_before,
    sign_no * difference / scale as change,
    case when before_steps > 0 then
        sign_no * (half_up - case when (2000 * difference + before_steps) % (2 * before_steps) = 0 then half_up % 2 else 0 end) / 1e1
    end as change_pct
from halves

-- One row per period: its first and last day with values, how many days it has (up to the last day, if it has not ended) and how many of
-- them must be valid for it to stand for the whole: the rule's share, for a month never more than the number the rule names.
with last_day as (
    select
        max(observed_on) as last_on, cast(extract(year from max(observed_on)) as bigint) as last_y,
        cast(extract(month from max(observed_on)) as bigint) as last_m,
        cast(extract(day from max(observed_on)) as bigint) as last_day_no,
        cast(365 * (extract(year from max(observed_on)) - 1) + floor((extract(year from max(observed_on)) - 1) / 4e0)
            - floor((extract(year from max(observed_on)) - 1) / 100e0) + floor((extract(year from max(observed_on)) - 1) / 400e0)
            + extract(doy from max(observed_on)) as bigint) as last_n
    from period_days
),

periods as (
    select period_kind, period, period_no, min(observed_on) as from_on, max(observed_on) as to_on
    from period_days
    group by period_kind, period, period_no
),

placed as (
    select
        p.period_kind, p.period, p.period_no, p.from_on, p.to_on, l.last_on, l.last_y, l.last_m, l.last_day_no, l.last_n,
        case p.period_kind
            when 'month' then cast(floor((p.period_no - 1) / 12e0) as bigint)
            when 'week' then l.last_y
            when 'rolling_12m' then l.last_y + p.period_no
            when 'rolling_3y' then l.last_y + 3 * p.period_no
            else p.period_no
        end as y,
        case when p.period_kind = 'month' then (p.period_no - 1) % 12 + 1 else l.last_m end as m
    from periods as p
    cross join last_day as l
),

leaps as (
    select
        period_kind, period, period_no, from_on, to_on, last_on, last_y, last_m, last_day_no, last_n, y, m,
        case when y % 4 = 0 and (y % 100 <> 0 or y % 400 = 0) then 1 else 0 end as leap,
        -- the year whose 29 February lies in the twelve months that end on the last day
        case when last_m * 100 + last_day_no >= 229 then y else y - 1 end as leap_y
    from placed
),

counted as (
    select
        period_kind, period, period_no, from_on, to_on, last_on, last_day_no, last_n, y, m, leap, last_y, last_m,
        case m when 2 then 28 + leap when 4 then 30 when 6 then 30 when 9 then 30 when 11 then 30 else 31 end as month_days,
        case m when 1 then 0 when 2 then 31 when 3 then 59 when 4 then 90 when 5 then 120 when 6 then 151 when 7 then 181
            when 8 then 212 when 9 then 243 when 10 then 273 when 11 then 304 else 334 end + case when m > 2 then leap else 0 end as days_before,
        case when leap_y % 4 = 0 and (leap_y % 100 <> 0 or leap_y % 400 = 0) then 1 else 0 end as leap_1,
        case when (leap_y % 4 = 0 and (leap_y % 100 <> 0 or leap_y % 400 = 0))
            or ((leap_y - 1) % 4 = 0 and ((leap_y - 1) % 100 <> 0 or (leap_y - 1) % 400 = 0))
            or ((leap_y - 2) % 4 = 0 and ((leap_y - 2) % 100 <> 0 or (leap_y - 2) % 400 = 0)) then 1 else 0 end as leap_3
    from leaps
),

sized as (
    select
        period_kind, period, period_no, from_on, to_on, last_on, m,
        -- nullif: Sail holds the sum of constants for never null in its plan only
        nullif(cast(case
            when period_kind = 'week' then case when last_n - 7 * period_no < 7 then last_n - 7 * period_no else 7 end
            when period_kind = 'month' and (y < last_y or m < last_m) then month_days
            when period_kind in ('month', 'month_to_date') then case when last_day_no < month_days then last_day_no else month_days end
            when period_kind = 'year_to_date' then days_before + case when last_day_no < month_days then last_day_no else month_days end
            when period_kind = 'year' then 365 + leap
            when period_kind = 'rolling_12m' then 365 + leap_1
            else 3 * 365 + leap_3
        end as bigint), 0) as period_days
    from counted
)

select
    s.period_kind, s.period, s.period_no, s.from_on, s.to_on, s.period_days,
    cast(min(case
        when r.item = 'days' then floor(s.period_days * r.least / (1e0 * r.of))
        when -floor(-s.period_days * r.least / (1e0 * r.of)) < r.least then -floor(-s.period_days * r.least / (1e0 * r.of))
        else r.least
    end) as bigint) as required_days
from sized as s
left join rule_validity_rules as r
    on r.statistic = 'period' and s.last_on between r.valid_from and coalesce(r.valid_to, date '9999-12-31')
    and r.item = case
        when s.period_kind not in ('month', 'month_to_date') then 'days' when s.m = 2 then 'february_days' else 'month_days'
    end
group by s.period_kind, s.period, s.period_no, s.from_on, s.to_on, s.period_days

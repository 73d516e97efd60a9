-- One row per period and day in it. Kinds: month; month_to_date and year_to_date (each year up to the last day’s month and day);
-- year (ended ones); rolling_12m and rolling_3y (ending on the last day, and whole spans before); week (Monday to Sunday, the last nine, named by
-- the first day with values). `year_lag` periods back lies the same one a year before; a week has none, since it begins on another day of the year.
with last_day as (
    select max(observed_on) as last_on
    from area_day_wide
),

days as (
    select
        d.observed_on,
        cast(extract(year from d.observed_on) as bigint) as y,
        cast(extract(month from d.observed_on) as bigint) as m,
        cast(extract(day from d.observed_on) as bigint) as day_no,
        cast(extract(year from l.last_on) as bigint) as last_y,
        cast(extract(month from l.last_on) as bigint) as last_m,
        cast(extract(day from l.last_on) as bigint) as last_day_no
    from (select distinct observed_on from area_day_wide) as d
    cross join last_day as l
),

spans as (
    select
        observed_on, y, m, day_no, last_y, last_m, last_day_no,
        case when m < 10 then '-0' else '-' end as month_mark,
        concat(case when last_m < 10 then '-0' else '-' end, cast(last_m as string), case when last_day_no < 10 then '-0' else '-' end, cast(last_day_no as string)) as end_mark,
        (last_y * 10000 + last_m * 100 + last_day_no) - (y * 10000 + m * 100 + day_no) as lag_id
    from days
),

-- 1 January of the year 1 was a Monday
week_days as (
    select
        observed_on,
        cast(floor((365 * (y - 1) + floor((y - 1) / 4e0) - floor((y - 1) / 100e0) + floor((y - 1) / 400e0)
            + extract(doy from observed_on) - 1) / 7e0) as bigint) as week_no
    from days
),

weeks as (
    select
        observed_on, week_no, min(observed_on) over (partition by week_no) as first_on, max(week_no) over () as last_week_no
    from week_days
)

select 'month' as period_kind, concat(cast(y as string), month_mark, cast(m as string)) as period, y * 12 + m as period_no, 12 as year_lag, observed_on
from spans
union all
select 'month_to_date' as period_kind, concat(cast(y as string), month_mark, cast(m as string)) as period, y as period_no, 1 as year_lag, observed_on
from spans where m = last_m and day_no <= last_day_no
union all
select 'year_to_date' as period_kind, cast(y as string) as period, y as period_no, 1 as year_lag, observed_on
from spans where m * 100 + day_no <= last_m * 100 + last_day_no
union all
select 'year' as period_kind, cast(y as string) as period, y as period_no, 1 as year_lag, observed_on
from spans where y < last_y or (last_m = 12 and last_day_no = 31)
union all
select 'rolling_12m' as period_kind, concat(cast(last_y - cast(floor(lag_id / 1e4) as bigint) as string), end_mark) as period,
    -cast(floor(lag_id / 1e4) as bigint) as period_no, 1 as year_lag, observed_on
from spans
union all
select 'rolling_3y' as period_kind, concat(cast(last_y - 3 * cast(floor(lag_id / 3e4) as bigint) as string), end_mark) as period,
    -cast(floor(lag_id / 3e4) as bigint) as period_no, null as year_lag, observed_on
from spans
union all
select 'week' as period_kind, cast(first_on as string) as period, week_no as period_no, null as year_lag, observed_on
from weeks where week_no > last_week_no - 9

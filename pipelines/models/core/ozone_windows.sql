-- One row per hour of the day (labelled by its end) and 8-hour window that holds it, named by the hour the window ends.
with hours as (
    select 1 as hour_of_day
    union all select 2 as hour_of_day
    union all select 3 as hour_of_day
    union all select 4 as hour_of_day
    union all select 5 as hour_of_day
    union all select 6 as hour_of_day
    union all select 7 as hour_of_day
    union all select 8 as hour_of_day
    union all select 9 as hour_of_day
    union all select 10 as hour_of_day
    union all select 11 as hour_of_day
    union all select 12 as hour_of_day
    union all select 13 as hour_of_day
    union all select 14 as hour_of_day
    union all select 15 as hour_of_day
    union all select 16 as hour_of_day
    union all select 17 as hour_of_day
    union all select 18 as hour_of_day
    union all select 19 as hour_of_day
    union all select 20 as hour_of_day
    union all select 21 as hour_of_day
    union all select 22 as hour_of_day
    union all select 23 as hour_of_day
    union all select 24 as hour_of_day
),

first_ends as (
    select min(least) as hour_of_day
    from rule_validity_rules
    where statistic = 'max_8h' and item = 'first_window_end'
)

select
    h.hour_of_day,
    e.hour_of_day as window_end
from hours as h
inner join hours as e on e.hour_of_day >= h.hour_of_day and e.hour_of_day < h.hour_of_day + 8
inner join first_ends as f on e.hour_of_day >= f.hour_of_day

-- One row per area, period and basis: the gaps that make a year invalid by the text: too few days in all or in a month.
with counts as (
    select
        v.area_kind, v.area, p.period_kind, p.period_no, v.basis, v.pollutant,
        cast(extract(month from v.observed_on) as bigint) as m,
        count(*) as day_count
    from area_day_values as v
    inner join period_days as p on v.observed_on = p.observed_on
    where v.is_valid and v.statistic in ('mean_24h', 'max_8h') and p.period_kind = 'year'
    group by v.area_kind, v.area, p.period_kind, p.period_no, v.basis, v.pollutant, cast(extract(month from v.observed_on) as bigint)
),

minimums as (
    select
        v.pollutant,
        max(case when v.item = 'days' then v.least end) as days,
        max(case when v.item = 'month_days' then v.least end) as month_days,
        max(case when v.item = 'february_days' then v.least end) as february_days
    from rule_validity_rules as v
    cross join (select max(observed_on) as last_on from period_days) as l
    where v.statistic = 'year' and l.last_on between v.valid_from and coalesce(v.valid_to, date '9999-12-31')
    group by v.pollutant
),

years as (
    select
        c.area_kind, c.area, c.period_kind, c.period_no, c.basis, c.pollutant, m.days,
        sum(c.day_count) as day_count,
        count(*) as months,
        count(case when c.day_count < case when c.m = 2 then m.february_days else m.month_days end then 1 end) as short_months
    from counts as c
    inner join minimums as m on c.pollutant = m.pollutant
    group by c.area_kind, c.area, c.period_kind, c.period_no, c.basis, c.pollutant, m.days
)

select
    area_kind, area, period_kind, period_no, basis, pollutant,
    case when day_count < days then 'too_few_days' when short_months > 0 or months < 12 then 'month_gap' end as invalid_reason
from years

-- One row per area, period, basis and index profile with all six terms: the composite index in hundredths and thousandths, half to even.
-- The sum of w·C/S is one fraction: every term is brought to the product of the six limits, so nothing is lost before rounding.
with products as (
    select
        profile_id, standard_id, is_default,
        max(case when pollutant = 'pm25' then limit_value end)
        * max(case when pollutant = 'pm10' then limit_value end)
        * max(case when pollutant = 'so2' then limit_value end)
        * max(case when pollutant = 'no2' then limit_value end)
        * max(case when pollutant = 'o3' then limit_value end)
        * max(case when pollutant = 'co' then limit_value end) as product
    from rule_index_profiles
    group by profile_id, standard_id, is_default
),

terms as (
    select
        v.area_kind, v.area, v.period_kind, v.period_no, v.basis, i.profile_id, i.standard_id, i.is_default, p.product,
        v.value_steps * case v.decimals when 0 then 10 else 1 end * i.weight
        * cast(floor(p.product / (1e0 * i.limit_value) + 0.5e0) as bigint) as term
    from rule_index_profiles as i
    inner join products as p on i.profile_id = p.profile_id
    inner join period_values as v
        on concat(i.pollutant, '_', case when i.statistic = 'mean' then 'mean' else concat('p', cast(i.percentile as string)) end) = v.indicator
),

sums as (
    select
        area_kind, area, period_kind, period_no, basis, profile_id, standard_id, is_default, product,
        cast(sum(term) as bigint) as term_sum
    from terms
    group by area_kind, area, period_kind, period_no, basis, profile_id, standard_id, is_default, product
    having count(*) = 6
),

halves as (
    select
        area_kind, area, period_kind, period_no, basis, profile_id, standard_id, is_default, product, term_sum,
        cast(floor((20 * term_sum + product) / (2e0 * product)) as bigint) as centi_half_up,
        cast(floor((200 * term_sum + product) / (2e0 * product)) as bigint) as milli_half_up
    from sums
)

select
    area_kind, area, period_kind, period_no, basis, profile_id, standard_id, is_default,
    centi_half_up - case when (20 * term_sum + product) % (2 * product) = 0 then centi_half_up % 2 else 0 end as composite_centi,
    milli_half_up - case when (200 * term_sum + product) % (2 * product) = 0 then milli_half_up % 2 else 0 end as composite_milli
from halves

-- One row per area, period, basis (raw, excl_event), standard and index profile: means, percentiles, composite index, days, rank, changes.
-- `covered_days` (of the least covered pollutant) of `period_days` are valid; fewer than `required_days`: `validity_note` says so in words.
-- `is_default` marks the profile to show for its standard (the city may name another one); changes compare both periods by the same standard and profile.
with changes as (
    select
        area_kind, area, period_kind, period_no, basis, standard_id, profile_id,
        max(case when indicator = 'composite_index' and comparison = 'year_on_year' then change_pct end) as composite_yoy_pct,
        max(case when indicator = 'composite_index' and comparison = 'period_on_period' then change_pct end) as composite_pop_pct,
        max(case when indicator = 'good_days' and comparison = 'year_on_year' then change end) as good_days_yoy,
        max(case when indicator = 'good_days' and comparison = 'period_on_period' then change end) as good_days_pop,
        max(case when indicator = 'pm25_mean' and comparison = 'year_on_year' then change_pct end) as pm25_yoy_pct,
        max(case when indicator = 'pm25_mean' and comparison = 'period_on_period' then change_pct end) as pm25_pop_pct
    from air_changes
    group by area_kind, area, period_kind, period_no, basis, standard_id, profile_id
),

profiles as (
    select distinct
        p.profile_id, p.standard_id,
        case when h.standard_id is null then p.is_default else p.profile_id = c.composite_profile end as is_default
    from rule_index_profiles as p
    cross join run_city as c
    left join rule_index_profiles as h on c.composite_profile = h.profile_id and p.standard_id = h.standard_id
),

ranked as (
    select
        area_kind, area, period_kind, period_no, basis, profile_id, composite_centi, composite_milli,
        rank() over (partition by area_kind, period_kind, period_no, basis, profile_id order by composite_centi asc nulls last) as composite_rank,
        count(*) over (partition by area_kind, period_kind, period_no, basis, profile_id) as ranked_areas
    from period_composites
)

select
    v.area_kind, v.area, v.period_kind, v.period, v.period_no, v.from_on, v.to_on, v.basis,
    s.standard_id, f.profile_id, coalesce(f.is_default, true) as is_default,
    coalesce(v.to_on between s.valid_from and s.valid_to, false) as is_in_force, v.covered_days, v.period_days, v.required_days, v.invalid_reason,
    coalesce(v.covered_days >= v.required_days, true) and v.invalid_reason is null as is_representative,
    case
        when v.invalid_reason = 'too_few_days' then concat('全年有效数据仅 ', cast(v.covered_days as string), ' 天，按标准无效，不予评价')
        when v.invalid_reason = 'month_gap' then '有月份有效数据天数不足，全年按标准无效，不予评价'
        when v.covered_days < v.required_days then concat(
            '时段共 ', cast(v.period_days as string), ' 天，有效数据仅 ', cast(v.covered_days as string), ' 天，少于 ',
            cast(v.required_days as string), ' 天，不代表整个时段'
        )
    end as validity_note,
    v.pm25_mean_ugm3, v.pm25_p95_ugm3, v.pm10_mean_ugm3, v.pm10_p95_ugm3, v.so2_mean_ugm3,
    v.so2_p98_ugm3, v.no2_mean_ugm3, v.no2_p98_ugm3, v.o3_p90_ugm3, v.co_p95_mgm3,
    case when v.invalid_reason is null then r.composite_centi / 1e2 end as composite_index,
    case when v.invalid_reason is null then r.composite_milli / 1e3 end as composite_index_3dp,
    case when v.invalid_reason is null then cast(r.composite_rank as bigint) end as composite_rank,
    r.ranked_areas,
    d.valid_days, d.good_days, d.days_above_100, d.heavy_days,
    d.published_valid_days, d.published_good_days, d.published_heavy_days,
    case when d.valid_days > 0 then
        (cast(floor((2000 * d.good_days + d.valid_days) / (2e0 * d.valid_days)) as bigint)
        - case when (2000 * d.good_days + d.valid_days) % (2 * d.valid_days) = 0
            then cast(floor((2000 * d.good_days + d.valid_days) / (2e0 * d.valid_days)) as bigint) % 2 else 0 end) / 1e1
    end as good_day_share_pct,
    i.composite_yoy_pct, i.composite_pop_pct, g.good_days_yoy, g.good_days_pop, c.pm25_yoy_pct, c.pm25_pop_pct
from period_wide as v
cross join selectable_standards as s
left join profiles as f on s.standard_id = f.standard_id
left join ranked as r
    on v.area_kind = r.area_kind and v.area = r.area and v.period_kind = r.period_kind and v.period_no = r.period_no and v.basis = r.basis
    and f.profile_id = r.profile_id
left join period_day_counts as d
    on v.area_kind = d.area_kind and v.area = d.area and v.period_kind = d.period_kind and v.period_no = d.period_no and v.basis = d.basis
    and coalesce(s.standard_id, '') = coalesce(d.standard_id, '')
left join changes as c
    on v.area_kind = c.area_kind and v.area = c.area and v.period_kind = c.period_kind and v.period_no = c.period_no and v.basis = c.basis
    and c.standard_id is null and c.profile_id is null
left join changes as g
    on v.area_kind = g.area_kind and v.area = g.area and v.period_kind = g.period_kind and v.period_no = g.period_no and v.basis = g.basis
    and s.standard_id = g.standard_id and g.profile_id is null
left join changes as i
    on v.area_kind = i.area_kind and v.area = i.area and v.period_kind = i.period_kind and v.period_no = i.period_no and v.basis = i.basis
    and f.profile_id = i.profile_id

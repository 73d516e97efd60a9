-- One row per fact on the month and the year to date: means, good days, composite index, published rank, gap to the target.
-- filter and value_column as in briefing_day_facts.
with periods as (
    select
        air_indices.area, air_indices.period_kind, air_indices.period, air_indices.standard_id, air_indices.pm25_mean_ugm3,
        air_indices.pm25_yoy_pct, air_indices.good_days, air_indices.valid_days, air_indices.good_day_share_pct, air_indices.good_days_yoy,
        air_indices.published_good_days,
        air_indices.composite_index, air_indices.composite_yoy_pct,
        case air_indices.period_kind when 'month_to_date' then 'month' else 'year' end as section,
        case air_indices.period_kind when 'month_to_date' then '本月' else '今年以来' end as words,
        case air_indices.period_kind when 'month_to_date' then 10 else 20 end as sort_from,
        concat('[["area_kind","=","text","city"],["area","=","text","', air_indices.area, '"],["basis","=","text","raw"],["period_kind","=","text","',
            air_indices.period_kind, '"],["period","=","text","', air_indices.period, '"],["standard_id","=","text","',
            air_indices.standard_id, '"],["is_default","=","boolean","true"]]') as filter
    from air_indices
    cross join run_moment
    where air_indices.area_kind = 'city' and air_indices.basis = 'raw' and air_indices.is_in_force and air_indices.is_default
        and (air_indices.period_kind = 'month_to_date' and air_indices.period = substring(cast(run_moment.as_of_on as string), 1, 7)
            or air_indices.period_kind = 'year_to_date' and air_indices.period = substring(cast(run_moment.as_of_on as string), 1, 4))
),

standings as (
    select
        rank_standings.area, rank_standings.indicator, rank_standings.period, rank_standings.published_rank, rank_standings.ranked_areas,
        rank_standings.source,
        case rank_standings.indicator when 'pm25' then ' PM2.5 浓度' when 'composite_index' then '综合指数' when 'good_days' then '优良天数'
            else rank_standings.indicator end as words
    from rank_standings
    cross join run_city
    where rank_standings.is_latest and rank_standings.period_kind = 'month' and instr(run_city.name, rank_standings.area) = 1
),

gaps as (
    select
        target_gaps.target_area, target_gaps.indicator, target_gaps.period, target_gaps.target_value, target_gaps.value, target_gaps.gap,
        target_gaps.is_met, target_gaps.standard_id,
        case target_gaps.indicator when 'pm25' then ' PM2.5 浓度' when 'pm10' then ' PM10 浓度' when 'composite_index' then '综合指数'
            when 'good_days' then '优良天数' else target_gaps.indicator end as words,
        case when abs(target_gaps.gap) = floor(abs(target_gaps.gap)) then cast(cast(floor(abs(target_gaps.gap)) as bigint) as string)
            else cast(abs(target_gaps.gap) as string) end as size_words,
        case target_gaps.indicator when 'good_days' then '天' when 'composite_index' then '' else 'μg/m³' end as unit
    from target_gaps
    join periods on periods.period_kind = 'year_to_date' and periods.period = target_gaps.period
    where target_gaps.area_kind = 'city'
)

select concat('pm25_', section) as fact_key, section, sort_from + 1 as sort_no, 'pm25_mean' as indicator, pm25_mean_ugm3 as value, 'μg/m³' as unit,
    concat(words, ' PM2.5 平均浓度 ', cast(cast(floor(pm25_mean_ugm3 + 0.5e0) as bigint) as string), ' μg/m³',
        case when pm25_yoy_pct < 0 then concat('，同比下降 ', cast(-pm25_yoy_pct as string), '%。')
            when pm25_yoy_pct > 0 then concat('，同比上升 ', cast(pm25_yoy_pct as string), '%。')
            when pm25_yoy_pct = 0 then '，同比持平。' else '。' end) as text,
    period, standard_id, 'air_indices' as mart, filter, 'pm25_mean_ugm3' as value_column
from periods
where pm25_mean_ugm3 is not null
union all
select concat('good_days_', section), section, sort_from + 2, 'good_days', good_days * 1.0e0, '天',
    concat(words, '优良天数 ', cast(good_days as string), ' 天（有效 ', cast(valid_days as string), ' 天），优良天数比例 ',
        cast(good_day_share_pct as string), '%',
        case when good_days_yoy < 0 then concat('，同口径比去年同期减少 ', cast(cast(floor(-good_days_yoy) as bigint) as string), ' 天。')
            when good_days_yoy > 0 then concat('，同口径比去年同期增加 ', cast(cast(floor(good_days_yoy) as bigint) as string), ' 天。')
            when good_days_yoy = 0 then '，同口径与去年同期持平。' else '。' end,
        case when published_good_days <> good_days then concat('按各日当时标准为 ', cast(published_good_days as string), ' 天。') else '' end),
    period, standard_id, 'air_indices', filter, 'good_days'
from periods
where good_days is not null and valid_days > 0
union all
select concat('composite_index_', section), section, sort_from + 3, 'composite_index', composite_index, '',
    concat(words, '环境空气质量综合指数 ', cast(composite_index as string),
        case when composite_yoy_pct < 0 then concat('，同口径同比下降 ', cast(-composite_yoy_pct as string), '%。')
            when composite_yoy_pct > 0 then concat('，同口径同比上升 ', cast(composite_yoy_pct as string), '%。')
            when composite_yoy_pct = 0 then '，同口径同比持平。' else '。' end),
    period, standard_id, 'air_indices', filter, 'composite_index'
from periods
where composite_index is not null
union all
select concat('rank_', indicator), 'month', 16, 'composite_rank', published_rank * 1.0e0, '名',
    concat(substring(period, 1, 4), '年', cast(cast(substring(period, 6, 2) as bigint) as string), '月', words, '排名第 ',
        cast(published_rank as string), coalesce('（共 ' || cast(ranked_areas as string) || ' 个）', ''), coalesce('，来源：' || source, ''), '。'),
    period, cast(null as string), 'rank_standings',
    concat('[["area","=","text","', area, '"],["indicator","=","text","', indicator, '"],["period","=","text","', period, '"]]'), 'published_rank'
from standings
union all
select concat('gap_', indicator), 'year', 26, case indicator when 'pm25' then 'pm25_mean' when 'pm10' then 'pm10_mean' else indicator end, gap, unit,
    concat('今年以来', words, case when gap < 0 then concat('低于目标 ', size_words) when gap > 0 then concat('高于目标 ', size_words)
            else '等于目标' end,
        case when gap <> 0 and unit <> '' then concat(' ', unit) else '' end, case when is_met then '，目前达到目标。' else '，尚未达到目标。' end),
    period, standard_id, 'target_gaps',
    concat('[["target_area","=","text","', target_area, '"],["indicator","=","text","', indicator, '"],["period","=","text","', period, '"]]'), 'gap'
from gaps

-- One row per enterprise with points: the sum of each group, the total, the band, and the reasons as a sentence, best first.
with ranked as (
    select
        enterprise_id, reason_group, points, title_zh, observed_on,
        row_number() over (
            partition by enterprise_id order by points desc nulls last, reason_group asc nulls last
        ) as place
    from candidate_points
    where points > 0
),

totals as (
    select
        enterprise_id,
        sum(case when reason_group = 'upwind' then points else 0.0e0 end) as points_upwind,
        sum(case when reason_group = 'own_data' then points else 0.0e0 end) as points_own_data,
        sum(case when reason_group = 'complaint' then points else 0.0e0 end) as points_complaint,
        sum(case when reason_group = 'history' then points else 0.0e0 end) as points_history,
        sum(case when reason_group = 'unfixed' then points else 0.0e0 end) as points_unfixed,
        sum(case when reason_group = 'hazard' then points else 0.0e0 end) as points_hazard,
        sum(case when reason_group = 'recency' then points else 0.0e0 end) as points_recency,
        round(least(100.0e0, sum(points)), 1) as total,
        max(observed_on) as latest_on,
        concat_ws('；',
            max(case when place = 1 then concat(title_zh, '（', cast(points as string), ' 分）') end),
            max(case when place = 2 then concat(title_zh, '（', cast(points as string), ' 分）') end),
            max(case when place = 3 then concat(title_zh, '（', cast(points as string), ' 分）') end),
            max(case when place = 4 then concat(title_zh, '（', cast(points as string), ' 分）') end),
            max(case when place = 5 then concat(title_zh, '（', cast(points as string), ' 分）') end),
            max(case when place = 6 then concat(title_zh, '（', cast(points as string), ' 分）') end),
            max(case when place = 7 then concat(title_zh, '（', cast(points as string), ' 分）') end)
        ) as reasons
    from ranked
    group by enterprise_id
),

bands as (
    select title_zh, points_from, sort_no
    from rule_patrol_bands
    cross join run_moment
    where valid_from <= as_of_on and coalesce(valid_to >= as_of_on, true)
),

banded as (
    select
        totals.enterprise_id, bands.title_zh as band, bands.sort_no,
        row_number() over (partition by totals.enterprise_id order by bands.points_from desc nulls last, bands.title_zh asc nulls last)
            as place
    from totals
    join bands on totals.total >= bands.points_from
)

select
    totals.enterprise_id, totals.points_upwind, totals.points_own_data, totals.points_complaint, totals.points_history,
    totals.points_unfixed, totals.points_hazard, totals.points_recency, totals.total, totals.latest_on, totals.reasons,
    banded.band, cast(banded.sort_no as bigint) as band_no
from totals
join banded on banded.enterprise_id = totals.enterprise_id and banded.place = 1

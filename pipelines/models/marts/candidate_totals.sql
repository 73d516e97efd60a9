-- One row per enterprise with points: the sum of each group, the total, the band, and the reasons as a sentence, heaviest group first.
with worded as (
    select enterprise_id, reason_group, points, observed_on, concat(title_zh, '（', cast(points as string), ' 分）') as words
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
            max(case when reason_group = 'upwind' then words end), max(case when reason_group = 'own_data' then words end),
            max(case when reason_group = 'complaint' then words end), max(case when reason_group = 'history' then words end),
            max(case when reason_group = 'unfixed' then words end), max(case when reason_group = 'hazard' then words end),
            max(case when reason_group = 'recency' then words end)) as reasons
    from worded
    group by enterprise_id
),

bands as (
    select
        title_zh, sort_no, points_from, lead(points_from) over (order by points_from asc nulls last, title_zh asc nulls last) as points_next
    from rule_patrol_bands
    cross join run_moment
    where valid_from <= as_of_on and coalesce(valid_to >= as_of_on, true)
)

select
    totals.enterprise_id, totals.points_upwind, totals.points_own_data, totals.points_complaint, totals.points_history,
    totals.points_unfixed, totals.points_hazard, totals.points_recency, totals.total, totals.latest_on, totals.reasons,
    bands.title_zh as band, cast(bands.sort_no as bigint) as band_no
from totals
join bands on totals.total >= bands.points_from and coalesce(totals.total < bands.points_next, true)

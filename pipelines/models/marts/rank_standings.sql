-- One row per area, indicator and period with a published rank; is_latest marks the newest month and the newest year of each.
select
    area, indicator, period, value, rank as published_rank, of as ranked_areas, source,
    case when length(period) = 4 then 'year' else 'month' end as period_kind,
    row_number() over (
        partition by area, indicator, case when length(period) = 4 then 'year' else 'month' end order by period desc nulls last
    ) = 1 as is_latest
from stg_published_ranks

-- One row per heavy-pollution alert in force at the build's moment.
select stg_alerts.level, stg_alerts.starts_at, stg_alerts.ends_at, stg_alerts.document,
    case stg_alerts.level when 'yellow' then '黄色' when 'orange' then '橙色' when 'red' then '红色' else stg_alerts.level end as level_zh
from stg_alerts
cross join run_moment
where stg_alerts.starts_at <= run_moment.as_of_at and coalesce(stg_alerts.ends_at > run_moment.as_of_at, true)

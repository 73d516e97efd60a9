-- One row per input table and feed: its newest moment and newest file, and whether that is older than the rule of the table allows.
-- A late feed of a table that another feed keeps fresh is `covered`; a table without a rule is `unruled`.
with files as (
    select table_name, feed as source_feed, max(received_at) as received_at, count(*) as file_count
    from source_files
    group by table_name, feed
),

moments as (
    select table_name, source_feed, max(newest_at) as newest_at, cast(sum(row_count) as bigint) as row_count
    from stg_feed_months
    group by table_name, source_feed
),

dated as (
    select
        f.table_name, f.source_feed, f.file_count, m.row_count, m.newest_at, f.received_at, r.as_of_at,
        u.basis, u.hours_allowed, u.clause, u.status,
        case when u.basis = 'received' then f.received_at else m.newest_at end as counted_at
    from files as f
    cross join run_moment as r
    left join moments as m on m.table_name = f.table_name and m.source_feed = f.source_feed
    left join rule_freshness_rules as u
        on
            u.table_name = f.table_name
            and u.valid_from <= r.as_of_on
            and coalesce(u.valid_to >= r.as_of_on, true)
),

aged as (
    select
        table_name, source_feed, file_count, row_count, newest_at, received_at, basis, hours_allowed, clause, status,
        greatest(
            cast(cast(as_of_at as date) - cast(counted_at as date) as bigint) * 24.0e0
            + extract(hour from as_of_at) - extract(hour from counted_at),
            0.0e0
        ) as age_h
    from dated
),

judged as (
    select
        table_name, source_feed, file_count, row_count, newest_at, received_at, basis, hours_allowed, clause, status, age_h,
        coalesce(age_h > hours_allowed, false) as is_old,
        min(case when age_h <= hours_allowed then 0 else 1 end) over (partition by table_name) as is_table_old
    from aged
)

select
    table_name,
    source_feed,
    file_count,
    row_count,
    newest_at,
    received_at,
    basis,
    hours_allowed,
    age_h,
    case
        when hours_allowed is null or age_h is null then 'unruled'
        when not is_old then 'on_time'
        when basis = 'moment' and is_table_old = 0 then 'covered'
        else 'late'
    end as state,
    clause,
    status
from judged

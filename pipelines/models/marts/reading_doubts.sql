-- One row per doubt about readings of the last fourteen days: a value that stood still for hours (flat), or one far above its neighbours (jump).
with numbered as (
    select
        kind, subject_id, item, observed_at, amount, step_s,
        row_number() over (partition by kind, subject_id, item order by observed_at asc nulls last)
        - row_number() over (partition by kind, subject_id, item, amount order by observed_at asc nulls last) as run_no,
        lag(amount) over (partition by kind, subject_id, item order by observed_at asc nulls last) as before_amount,
        lead(amount) over (partition by kind, subject_id, item order by observed_at asc nulls last) as after_amount,
        max(observed_at) over (partition by kind, subject_id, item) as newest_at
    from recent_values
),

runs as (
    select
        kind, subject_id, item, amount, run_no, newest_at, min(observed_at) as first_at, max(observed_at) as last_at,
        sum(step_s) / 3600.0e0 as lasted_h
    from numbered
    group by kind, subject_id, item, amount, run_no, newest_at
),

rules as (
    select u.doubt, u.item, u.hours_at_least, u.factor_at_least, u.step_at_least, u.unit, u.clause, u.status
    from rule_reading_doubt_rules as u
    cross join run_moment as r
    where u.valid_from <= r.as_of_on and coalesce(u.valid_to >= r.as_of_on, true)
)

select
    u.doubt, n.kind, n.subject_id, n.item, n.first_at, n.last_at, n.lasted_h, n.amount,
    cast(null as double) as before_amount, cast(null as double) as after_amount,
    n.last_at = n.newest_at as is_current, u.unit, u.clause, u.status
from runs as n
inner join rules as u on u.doubt = 'flat' and u.item = n.item and n.lasted_h >= u.hours_at_least
union all
select
    u.doubt, n.kind, n.subject_id, n.item, n.observed_at as first_at, n.observed_at as last_at, n.step_s / 3600.0e0 as lasted_h, n.amount,
    n.before_amount, n.after_amount,
    n.observed_at = n.newest_at as is_current, u.unit, u.clause, u.status
from numbered as n
inner join rules as u
    on
        u.doubt = 'jump'
        and u.item = n.item
        and n.amount >= u.factor_at_least * n.before_amount
        and n.amount >= u.step_at_least + n.before_amount
        and n.amount >= u.factor_at_least * coalesce(n.after_amount, 0.0e0)
        and n.amount >= u.step_at_least + coalesce(n.after_amount, 0.0e0)

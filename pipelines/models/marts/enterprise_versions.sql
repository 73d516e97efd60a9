-- One row per enterprise and period in which nothing recorded changed: grade, permit, flags and positive list.
-- valid_from null: from before the records; valid_to null: still so. Days are inclusive at both ends.
with opened as (
    select
        enterprise_id, attribute, value, coalesce(from_on, cast('0001-01-01' as date)) as from_on, version_no, source_file, source_line
    from enterprise_changes
),

boundaries as (
    select distinct enterprise_id, from_on from opened
),

known as (
    select
        boundaries.enterprise_id, boundaries.from_on, opened.attribute, opened.value,
        row_number() over (
            partition by boundaries.enterprise_id, boundaries.from_on, opened.attribute
            order by opened.from_on desc nulls last, opened.version_no desc nulls last, opened.value desc nulls last,
                opened.source_line desc nulls last
        ) as recency
    from boundaries
    join opened on opened.enterprise_id = boundaries.enterprise_id and opened.from_on <= boundaries.from_on
),

states as (
    select
        enterprise_id, from_on,
        max(case when attribute = 'grade' then value end) as grade,
        max(case when attribute = 'permit_category' then value end) as permit_category,
        max(case when attribute = 'permit_valid_to' then value end) as permit_valid_to,
        max(case when attribute = 'is_key_unit' then value end) as is_key_unit,
        max(case when attribute = 'status' then value end) as status,
        max(case when attribute = 'positive_list' then value end) as positive_list
    from known
    where recency = 1
    group by enterprise_id, from_on
),

marked as (
    select
        enterprise_id, from_on, grade, permit_category, permit_valid_to, is_key_unit, status, positive_list,
        concat_ws('|', coalesce(grade, '-'), coalesce(permit_category, '-'), coalesce(permit_valid_to, '-'),
            coalesce(is_key_unit, '-'), coalesce(status, '-'), coalesce(positive_list, '-')) as mark
    from states
),

changed as (
    select
        enterprise_id, from_on, grade, permit_category, permit_valid_to, is_key_unit, status, positive_list, mark,
        lag(mark) over (partition by enterprise_id order by from_on asc nulls first) as mark_before
    from marked
)

select
    enterprise_id,
    cast(row_number() over (partition by enterprise_id order by from_on asc nulls first) as bigint) as version_no,
    case when from_on > cast('0001-01-01' as date) then from_on end as valid_from,
    cast(lead(from_on) over (partition by enterprise_id order by from_on asc nulls first) - interval '1' day as date) as valid_to,
    grade,
    permit_category,
    cast(permit_valid_to as date) as permit_valid_to,
    is_key_unit = 'true' as is_key_unit,
    status,
    positive_list is not null as is_on_positive_list,
    positive_list as positive_list_batch
from changed
where mark_before is null or mark <> mark_before

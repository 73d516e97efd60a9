-- One row per enterprise and fact read from the register itself; no row where the register says nothing.
with grades as (
    select rule_performance_grades.grade, max(rule_performance_grades.grade_rank) as grade_rank
    from rule_performance_grades
    cross join run_moment
    where rule_performance_grades.valid_from <= run_moment.as_of_on
        and coalesce(rule_performance_grades.valid_to >= run_moment.as_of_on, true)
    group by rule_performance_grades.grade
),

closed as (
    select distinct word from rule_enterprise_states where is_closed
),

described as (
    select
        enterprises.enterprise_id, enterprises.grade, enterprises.graded_on, grades.grade_rank, enterprises.status,
        enterprises.place_quality, enterprises.permit_category, enterprises.permit_valid_to,
        closed.word is not null as is_closed,
        case when enterprises.is_key_unit then 1 else 0 end
            + case when instr(enterprises.permit_category, '重点') = 1 then 1 else 0 end as hazards,
        case when enterprises.is_key_unit is null and enterprises.permit_category is null then 0 else 1 end as is_hazard_known,
        case when enterprises.has_cems then 1 else 0 end + case when enterprises.has_power_meter then 1 else 0 end
            + case when enterprises.has_video then 1 else 0 end as remote_kinds,
        coalesce(enterprises.has_cems, enterprises.has_power_meter, enterprises.has_video) is not null as is_remote_known,
        concat_ws('、', case when enterprises.has_cems then '在线监测' end, case when enterprises.has_power_meter then '用电监控' end,
            case when enterprises.has_video then '视频监控' end) as remote_text,
        cast(enterprises.permit_valid_to - run_moment.as_of_on as bigint) as permit_days_left
    from enterprises
    cross join run_moment
    left join grades on grades.grade = enterprises.grade
    left join closed on closed.word = enterprises.status
)

select
    enterprise_id, 'grade_rank' as fact_key, cast(grade_rank as double) as observed, grade as observed_text, graded_on as observed_on,
    concat('绩效分级 ', grade, coalesce('（' || cast(graded_on as string) || '）', '')) as evidence
from described
where grade_rank is not null
union all
select enterprise_id, 'is_closed', case when is_closed then 1.0e0 else 0.0e0 end, status, cast(null as date), concat('登记状态：', status)
from described
where status is not null
union all
select enterprise_id, 'is_place_unusable', 1.0e0, place_quality, cast(null as date), concat('点位：',
    case place_quality when 'missing' then '缺失' when 'outside_city' then '在本市以外' else place_quality end)
from described
where place_quality in ('missing', 'outside_city')
union all
select enterprise_id, 'hazard_count', cast(hazards as double), permit_category, cast(null as date),
    case when hazards > 0 then concat_ws('、', case when hazards > 1 or instr(coalesce(permit_category, ''), '重点') <> 1 then '重点排污单位' end,
        case when instr(permit_category, '重点') = 1 then '排污许可重点管理' end) else '非重点排污单位、非重点管理' end
from described
where is_hazard_known = 1
union all
select enterprise_id, 'remote_kind_count', cast(remote_kinds as double), remote_text, cast(null as date),
    case when remote_kinds > 0 then concat('具备', remote_text) else '无在线、用电、视频监控' end
from described
where is_remote_known
union all
select enterprise_id, 'permit_days_left', cast(permit_days_left as double), permit_category, permit_valid_to,
    concat('排污许可有效期至 ', cast(permit_valid_to as string))
from described
where permit_valid_to is not null

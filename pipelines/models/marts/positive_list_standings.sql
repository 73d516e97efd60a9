-- One row per enterprise that the positive list's rules judge: how many conditions it fails or leaves open, and where it would stand.
-- A proposal for people to decide. A condition that nobody's data answer is left to people and keeps nobody out.
with answered as (
    select rule_id, part from positive_list_checks where is_met is not null group by rule_id, part
),

judged as (
    select
        positive_list_checks.enterprise_id, positive_list_checks.is_listed, positive_list_checks.rule_id,
        positive_list_checks.title_zh, positive_list_checks.evidence,
        positive_list_checks.rule_group in ('admission', 'exclusion', 're_entry') as is_condition,
        positive_list_checks.rule_group = 'removal' and positive_list_checks.effect <> 'warn' as is_removal,
        positive_list_checks.effect = 'renew' as is_renewal,
        positive_list_checks.is_met,
        answered.rule_id is not null as is_answerable
    from positive_list_checks
    left join answered on answered.rule_id = positive_list_checks.rule_id and answered.part = positive_list_checks.part
),

counted as (
    select
        enterprise_id, is_listed,
        sum(case when is_removal and not is_met then 1 else 0 end) as removals,
        sum(case when is_condition and not is_met then 1 else 0 end) as failed,
        sum(case when is_renewal and not is_met then 1 else 0 end) as expired,
        sum(case when is_condition and is_met is null and is_answerable then 1 else 0 end) as open_conditions,
        sum(case when is_condition and is_met is null and not is_answerable then 1 else 0 end) as manual_conditions,
        min(case when is_removal and not is_met then concat(rule_id, ' ', title_zh, '：', evidence) end) as removal,
        min(case when is_condition and not is_met then concat(rule_id, ' ', title_zh, '：', evidence) end) as failure
    from judged
    group by enterprise_id, is_listed
)

select
    enterprise_id,
    is_listed,
    case when is_listed and removals > 0 then 'remove'
        when is_listed and failed > 0 then 'below'
        when is_listed and expired > 0 then 'renew'
        when is_listed then 'sound'
        when failed > 0 then 'not_met'
        when open_conditions > 0 then 'to_verify'
        else 'may_enter' end as standing,
    cast(removals as bigint) as removals,
    cast(failed as bigint) as failed,
    cast(expired as bigint) as expired,
    cast(open_conditions as bigint) as open_conditions,
    cast(manual_conditions as bigint) as manual_conditions,
    coalesce(removal, failure) as reason
from counted

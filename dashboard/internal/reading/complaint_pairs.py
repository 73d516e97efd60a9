"""Two complaints side by side: how far apart, how many days, whether linked and by which rule. Never who sent them."""

from __future__ import annotations

import pandas as pd

from dashboard.internal.reading.warehouse import Published

# A person without a key is a person of their own, unless the words are the same: as the grouping itself counts persons.
PAIRS = """
with own as (
    select complaints.*, stg_complaints.reporter_key, trim(coalesce(complaints.content, '')) as words
    from complaints
    left join stg_complaints on stg_complaints.complaint_id = complaints.complaint_id
    where complaints.complaint_id = $id
),

pairs as (
    select
        other.complaint_id, other.received_at, other.category, other.channel, other.status, other.repeat_group_id,
        sqrt(power(other.x_m - own.x_m, 2) + power(other.y_m - own.y_m, 2)) as distance_m,
        abs(epoch(other.received_at) - epoch(own.received_at)) / 86400.0 as days,
        coalesce(other.category, '') = coalesce(own.category, '') as is_same_category,
        own.words <> '' and trim(coalesce(other.content, '')) = own.words as is_same_text,
        case when stg_complaints.reporter_key is not null and own.reporter_key is not null
            then stg_complaints.reporter_key = own.reporter_key end as is_same_key,
        coalesce(other.repeats_complaint_id = own.complaint_id, false) or coalesce(own.repeats_complaint_id = other.complaint_id, false)
            as is_copy,
        coalesce(other.repeat_group_id = own.repeat_group_id, false) as is_grouped,
        greatest(other.received_at, own.received_at) as later_at
    from own
    join complaints as other on other.complaint_id <> own.complaint_id
    left join stg_complaints on stg_complaints.complaint_id = other.complaint_id
),

ruled as (
    select
        pairs.*, rules.title_zh, rules.title_en, rules.min_reports, rules.min_persons, rules.radius_m, rules.window_days,
        rules.clause, rules.status as rule_status,
        coalesce(
            (pairs.is_same_category or not coalesce(rules.is_same_category, false))
            and pairs.distance_m <= rules.radius_m and pairs.days <= rules.window_days, false
        ) as is_in_range
    from pairs
    left join (select * from rule_complaint_rules where rule_id = 'repeat') as rules
        on rules.valid_from <= pairs.later_at and coalesce(cast(pairs.later_at as date) <= rules.valid_to, true)
)

select
    complaint_id, strftime(received_at, '%Y-%m-%d %H:%M') as received_at, category, channel as source_channel, status,
    cast(round(distance_m) as bigint) as distance_m, round(days, 1) as days_apart, is_same_category, is_same_text,
    case when is_same_key is null and is_same_text then true else is_same_key end as is_same_person,
    case when is_copy then 'copy' when is_grouped and is_in_range then 'group_near' when is_grouped then 'group_far' else 'near'
    end as link,
    title_zh, title_en, min_reports, min_persons, radius_m, window_days, clause, rule_status
from ruled
where is_copy or is_grouped or is_in_range
order by case link when 'copy' then 1 when 'group_near' then 2 when 'group_far' then 3 else 4 end, days_apart, complaint_id
limit 100
"""


def pairs(build: Published, complaint_id: str) -> pd.DataFrame | None:
    """List the complaints that were linked to one or lie within the rule's reach of it; None when the build cannot tell."""
    if not {"complaints", "stg_complaints", "rule_complaint_rules"} <= build.tables():
        return None
    return build.rows(PAIRS, {"id": complaint_id})

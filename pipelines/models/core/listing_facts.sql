-- One row per enterprise and fact read from the positive list: on it now, days since listing, removal and the last adjustment.
with bars as (
    select distinct word from rule_case_words where event_kind = 'fraud'
),

adjusted as (
    select max(case when removed_on > listed_on then removed_on else listed_on end) as adjusted_on from positive_listings
),

ranked as (
    select
        positive_listings.enterprise_id, positive_listings.enterprise_code, positive_listings.batch, positive_listings.category,
        positive_listings.listed_on, positive_listings.removed_on, positive_listings.reason, positive_listings.is_in_force,
        positive_listings.source_file, positive_listings.source_line,
        concat(positive_listings.enterprise_code, '/', positive_listings.batch) as source_key,
        exists (select 1 from bars where instr(positive_listings.reason, bars.word) > 0) as is_barred,
        row_number() over (
            partition by positive_listings.enterprise_id, positive_listings.is_in_force
            order by positive_listings.listed_on desc nulls last, positive_listings.batch desc nulls last,
                positive_listings.enterprise_code desc nulls last
        ) as recency
    from positive_listings
    where positive_listings.enterprise_id is not null
),

current_listings as (
    select ranked.enterprise_id, ranked.category, ranked.listed_on, ranked.batch, ranked.source_key, ranked.source_file,
        ranked.source_line, run_moment.as_of_on, adjusted.adjusted_on
    from ranked
    cross join run_moment
    cross join adjusted
    where ranked.is_in_force and ranked.recency = 1
)

select
    enterprise_id, 'is_on_positive_list' as fact_key, 1.0e0 as observed, coalesce(category, batch) as observed_text,
    listed_on as observed_on, 'positive_listings' as source_table, source_key, source_file, source_line,
    concat(cast(listed_on as string), ' 纳入监督执法正面清单（', batch, '）') as evidence
from current_listings
union all
select
    enterprise_id, 'days_since_listing', cast(as_of_on - listed_on as bigint) * 1.0e0, batch, listed_on, 'positive_listings', source_key,
    source_file, source_line, concat('纳入已 ', cast(cast(as_of_on - listed_on as bigint) as string), ' 天')
from current_listings
union all
select
    enterprise_id, 'days_since_adjustment', cast(as_of_on - adjusted_on as bigint) * 1.0e0, batch, adjusted_on, 'positive_listings', source_key,
    source_file, source_line, concat('清单最近一次调整 ', cast(adjusted_on as string))
from current_listings
union all
select
    ranked.enterprise_id, 'days_since_removal', cast(run_moment.as_of_on - max(ranked.removed_on) as bigint) * 1.0e0, cast(null as string),
    max(ranked.removed_on), 'positive_listings', max(ranked.source_key), max(ranked.source_file), cast(null as bigint),
    concat(cast(max(ranked.removed_on) as string), ' 移出正面清单')
from ranked
cross join run_moment
where ranked.removed_on is not null
group by ranked.enterprise_id, run_moment.as_of_on
union all
select
    ranked.enterprise_id, 'days_since_fraud_removal', cast(run_moment.as_of_on - max(ranked.removed_on) as bigint) * 1.0e0, cast(null as string),
    max(ranked.removed_on), 'positive_listings', max(ranked.source_key), max(ranked.source_file), cast(null as bigint),
    concat(cast(max(ranked.removed_on) as string), ' 因弄虚作假等移出正面清单')
from ranked
cross join run_moment
where ranked.removed_on is not null and ranked.is_barred
group by ranked.enterprise_id, run_moment.as_of_on

-- A fact of the briefing states an indicator of indicators.csv, a value, a sentence and where its rows are; and no fact comes twice.
select briefing_facts.fact_key, briefing_facts.indicator, briefing_facts.text
from briefing_facts
left join (select distinct key from rule_indicators) as known on known.key = briefing_facts.indicator
where known.key is null or briefing_facts.value is null or briefing_facts.text is null or briefing_facts.filter is null
union all
select fact_key, 'twice', max(text)
from briefing_facts
group by fact_key
having count(*) > 1

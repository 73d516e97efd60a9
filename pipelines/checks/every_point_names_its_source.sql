-- Every point, verdict and dated fact names the row it comes from.
select enterprise_id, reason_id as what from candidate_points where source_table is null or source_key is null or evidence is null
union all
select enterprise_id, rule_id from candidate_verdicts where source_table is null or source_key is null
union all
select enterprise_id, kind from enterprise_evidence where source_table is null or source_key is null or occurred_on is null

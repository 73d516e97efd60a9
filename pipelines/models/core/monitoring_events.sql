-- One row per enterprise, day and own-data anomaly of the months to compute: emission above the limit, treatment standing while production ran
-- (产污开治污停), running although told to stop (应停未停).
select
    enterprise_codes.enterprise_id,
    'cems_exceedance' as kind,
    outlet_days.day_on as occurred_on,
    cast(outlet_days.exceedance_hours as double) as quantity,
    'outlet_days' as source_table,
    concat(outlet_days.outlet_id, '/', outlet_days.pollutant, '/', cast(outlet_days.day_on as string)) as source_key,
    concat(
        cast(outlet_days.day_on as string), ' 自动监测：排口 ', outlet_days.outlet_id, ' 的 ', coalesce(names.name_zh, outlet_days.pollutant), ' 超标 ',
        cast(outlet_days.exceedance_hours as string), ' 小时，最大 ', cast(round(outlet_days.max_ugm3 / 1000.0e0, 3) as string),
        ' mg/m³，限值 ', cast(round(outlet_days.limit_ugm3 / 1000.0e0, 3) as string), ' mg/m³'
    ) as evidence,
    outlet_days.month_id
from outlet_days
join run_months on run_months.month_id = outlet_days.month_id
join enterprise_codes on enterprise_codes.code = outlet_days.enterprise_code
left join rule_emission_pollutants as names
    on lower(outlet_days.pollutant) = names.code and outlet_days.day_on >= names.valid_from
    and outlet_days.day_on <= coalesce(names.valid_to, date '9999-12-31')
where outlet_days.exceedance_hours > 0
union all
select
    enterprise_codes.enterprise_id, 'treatment_off', line_days.day_on, round(line_days.treatment_off_s / 3600.0e0, 2), 'line_days',
    concat(line_days.enterprise_code, '/', line_days.line, '/', cast(line_days.day_on as string)),
    concat(
        cast(line_days.day_on as string), ' 用电监控：', coalesce('生产线“' || nullif(line_days.line, '') || '”', '生产设施'),
        '运行而治污设施停运 ', cast(round(line_days.treatment_off_s / 3600.0e0, 1) as string), ' 小时'
    ),
    line_days.month_id
from line_days
join run_months on run_months.month_id = line_days.month_id
join enterprise_codes on enterprise_codes.code = line_days.enterprise_code
where line_days.treatment_off_s > 0
union all
select
    enterprise_codes.enterprise_id, 'stop_ignored', line_days.day_on, round(line_days.stop_ignored_s / 3600.0e0, 2), 'line_days',
    concat(line_days.enterprise_code, '/', line_days.line, '/', cast(line_days.day_on as string)),
    concat(
        cast(line_days.day_on as string), ' 用电监控：预警期间', coalesce('生产线“' || nullif(line_days.line, '') || '”', '生产设施'),
        '应停未停 ', cast(round(line_days.stop_ignored_s / 3600.0e0, 1) as string), ' 小时'
    ),
    line_days.month_id
from line_days
join run_months on run_months.month_id = line_days.month_id
join enterprise_codes on enterprise_codes.code = line_days.enterprise_code
where line_days.stop_ignored_s > 0

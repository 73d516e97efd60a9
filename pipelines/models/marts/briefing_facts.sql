-- One row per fact of the briefing: indicator, value, unit, the Chinese sentence, period, standard, and the mart and typed filter
-- ([column, operator, type, value] in JSON) that find its rows; value_column is where the value stands there, or 'rows' for their number.
select fact_key, section, cast(sort_no as bigint) as sort_no, indicator, value, unit, text, period, standard_id, mart, filter, value_column
from briefing_day_facts
union all
select fact_key, section, cast(sort_no as bigint), indicator, value, unit, text, period, standard_id, mart, filter, value_column
from briefing_period_facts
union all
select fact_key, section, cast(sort_no as bigint), indicator, value, unit, text, period, standard_id, mart, filter, value_column
from briefing_work_facts
union all
select fact_key, section, cast(sort_no as bigint), indicator, value, unit, text, period, standard_id, mart, filter, value_column
from briefing_forecast_facts
union all
select fact_key, section, cast(sort_no as bigint), indicator, value, unit, text, period, standard_id, mart, filter, value_column
from briefing_action_facts
union all
select fact_key, section, cast(sort_no as bigint), indicator, value, unit, text, period, standard_id, mart, filter, value_column
from briefing_station_facts

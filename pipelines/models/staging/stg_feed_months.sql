-- One row per input table with a moment, feed and month to compute: how many rows came and the newest moment among them.
with moments as (
    select 'readings' as table_name, source_feed, month_id, observed_at as moment_at from raw_readings
    union all
    select 'readings_daily' as table_name, source_feed, month_id, cast(observed_on as timestamp) as moment_at from raw_readings_daily
    union all
    select 'weather' as table_name, source_feed, month_id, observed_at as moment_at from raw_weather
    union all
    select 'weather_daily' as table_name, source_feed, month_id, cast(observed_on as timestamp) as moment_at from raw_weather_daily
    union all
    select 'power' as table_name, source_feed, month_id, observed_at as moment_at from raw_power
    union all
    select 'emissions' as table_name, source_feed, month_id, observed_at as moment_at from raw_emissions
    union all
    select 'complaints' as table_name, source_feed, month_id, received_at as moment_at from raw_complaints
    union all
    select 'inspections' as table_name, source_feed, month_id, cast(visited_at as timestamp) as moment_at from raw_inspections
    union all
    select 'cases' as table_name, source_feed, month_id, cast(opened_on as timestamp) as moment_at from raw_cases
    union all
    select 'positive_list' as table_name, source_feed, month_id, cast(listed_on as timestamp) as moment_at from raw_positive_list
    union all
    select 'alerts' as table_name, source_feed, month_id, cast(starts_at as timestamp) as moment_at from raw_alerts
    union all
    select 'exceptional_events' as table_name, source_feed, month_id, cast(starts_at as timestamp) as moment_at from raw_exceptional_events
    union all
    select 'forecasts' as table_name, source_feed, month_id, cast(issued_at as timestamp) as moment_at from raw_forecasts
)

select
    moments.month_id,
    moments.table_name,
    moments.source_feed,
    count(*) as row_count,
    max(moments.moment_at) as newest_at
from moments
join run_months on run_months.month_id = moments.month_id
group by moments.month_id, moments.table_name, moments.source_feed

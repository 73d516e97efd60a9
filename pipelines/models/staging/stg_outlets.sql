-- One row per outlet and pollutant: the latest delivered version.
with versions as (
    select
        outlet_id, enterprise_id, pollutant, limit_mgm3, source_feed, source_file, source_line,
        row_number() over (
            partition by outlet_id, pollutant
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_outlets
)

select
    outlet_id, enterprise_id, pollutant, source_feed, source_file, source_line,
    cast(floor(limit_mgm3 * 1000.0e0 + 0.5e0) as bigint) as limit_ugm3
from versions
where version_no = 1

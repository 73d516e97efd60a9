-- One row per enterprise, attribute and day from which a value holds (from_on null: from before the records).
-- The register speaks through the enterprise's own list; grades hold from the day of grading.
with versions as (
    select
        enterprise_links.enterprise_id, stg_enterprise_versions.version_no, stg_enterprise_versions.known_on,
        stg_enterprise_versions.grade, stg_enterprise_versions.graded_on, stg_enterprise_versions.permit_category,
        stg_enterprise_versions.permit_valid_to, stg_enterprise_versions.is_key_unit, stg_enterprise_versions.status,
        stg_enterprise_versions.source_file, stg_enterprise_versions.source_line
    from stg_enterprise_versions
    join enterprise_links on enterprise_links.source_key = stg_enterprise_versions.source_key and enterprise_links.rule = 'self'
)

select enterprise_id, 'grade' as attribute, grade as value, coalesce(graded_on, known_on) as from_on, version_no, source_file, source_line
from versions
union all
select enterprise_id, 'permit_category', permit_category, known_on, version_no, source_file, source_line
from versions
union all
select enterprise_id, 'permit_valid_to', cast(permit_valid_to as string), known_on, version_no, source_file, source_line
from versions
union all
select enterprise_id, 'is_key_unit', cast(is_key_unit as string), known_on, version_no, source_file, source_line
from versions
union all
select enterprise_id, 'status', status, known_on, version_no, source_file, source_line
from versions
union all
select enterprise_id, 'positive_list', batch, listed_on, cast(1 as bigint), source_file, source_line
from positive_listings
where enterprise_id is not null
union all
select enterprise_id, 'positive_list', cast(null as string), removed_on, cast(2 as bigint), source_file, source_line
from positive_listings
where enterprise_id is not null and removed_on is not null
union all
select enterprise_id, 'positive_list', cast(null as string), off_on, cast(2 as bigint), source_file, source_line
from positive_list_expiries

-- One row per delivered enterprise row: the latest version of each code within each feed; lists are not merged here.
with ranked as (
    select
        enterprise_id, uscc, name, former_names, source_type, industry_code, industry, address, district, township, lon, lat, datum,
        permit_no, permit_category, permit_valid_to, is_key_unit, grade, graded_on, pollutants, so2_t, nox_t, pm_t, voc_t, has_cems,
        has_power_meter, has_video, shift_hours, status, liaison_name, liaison_phone, source_feed, source_file, source_sheet, source_line,
        source_received_at, source_datum,
        row_number() over (
            partition by source_feed, enterprise_id
            order by source_received_at desc nulls last, source_file desc nulls last, source_line desc nulls last
        ) as version_no
    from raw_enterprises
)

select
    concat(source_feed, ':', enterprise_id) as source_key, enterprise_id, uscc, name, former_names, source_type, industry_code, industry,
    address, district, township, lon, lat, datum, permit_no, permit_category, permit_valid_to, is_key_unit, grade, graded_on, pollutants,
    so2_t, nox_t, pm_t, voc_t, has_cems, has_power_meter, has_video, shift_hours, status, liaison_name, liaison_phone, source_feed,
    source_file, source_sheet, source_line, source_received_at, source_datum
from ranked
where version_no = 1

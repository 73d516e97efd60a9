-- One row per enterprise: its record, and whether it is on the positive list at the build's moment.
with listed as (
    select c.enterprise_id, count(*) as listing_count
    from stg_positive_list as t
    join enterprise_codes as c on c.code = t.enterprise_id
    cross join run_moment as m
    where t.listed_on <= m.as_of_on and (t.valid_to is null or t.valid_to >= m.as_of_on)
        and (t.removed_on is null or t.removed_on > m.as_of_on)
    group by c.enterprise_id
)

select
    f.enterprise_id, f.uscc, f.is_uscc_valid, f.name, f.names_merged, f.source_type, f.industry_code, f.industry, f.address,
    f.lon, f.lat, f.x_m, f.y_m, f.place_quality, f.place_note, f.proposed_lon, f.proposed_lat, f.district_code, f.district,
    f.township_code, f.township, f.permit_no, f.permit_category, f.permit_valid_to, f.is_key_unit, f.grade, f.graded_on, f.pollutants,
    f.so2_t, f.nox_t, f.pm_t, f.voc_t, f.has_cems, f.has_power_meter, f.has_video, f.shift_hours, f.status,
    g.listing_count is not null as is_on_positive_list, f.liaison_name, f.liaison_phone, f.source_count
from enterprise_records as f
left join listed as g on g.enterprise_id = f.enterprise_id

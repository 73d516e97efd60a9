-- One row per enterprise: its record, and whether it is on the positive list at the build's moment.
select
    f.enterprise_id, f.uscc, f.is_uscc_valid, f.name, f.names_merged, f.source_type, f.industry_code, f.industry, f.address,
    f.lon, f.lat, f.x_m, f.y_m, f.place_quality, f.place_note, f.proposed_lon, f.proposed_lat, f.district_code, f.district,
    f.township_code, f.township, f.permit_no, f.permit_category, f.permit_valid_to, f.is_key_unit, f.grade, f.graded_on, f.pollutants,
    f.so2_t, f.nox_t, f.pm_t, f.voc_t, f.has_cems, f.has_power_meter, f.has_video, f.shift_hours, f.status,
    g.listing_count is not null as is_on_positive_list, f.liaison_name, f.liaison_phone, f.source_count
from enterprise_records as f
left join listed_enterprises as g on g.enterprise_id = f.enterprise_id

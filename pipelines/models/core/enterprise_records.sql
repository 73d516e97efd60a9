-- One row per enterprise: what the first list that holds it says, and where that list is silent, what another says; what no list
-- of decisions changes. The place is the best one among its rows, then the earlier list's.
with facts as (
    select
        l.enterprise_id,
        coalesce(max(case when l.is_uscc_valid then l.uscc end), max(l.uscc)) as uscc,
        max(case when l.is_uscc_valid then 1 when l.uscc is not null then 0 end) as valid_mark,
        max(l.names_merged) as names_merged, max(l.source_count) as source_count,
        max(e.district) as stated_district, max(e.township) as stated_township,
        coalesce(max(case when l.rank_no = 1 then e.name end), max(e.name)) as name,
        coalesce(max(case when l.rank_no = 1 then e.source_type end), max(e.source_type)) as source_type,
        coalesce(max(case when l.rank_no = 1 then e.industry_code end), max(e.industry_code)) as industry_code,
        coalesce(max(case when l.rank_no = 1 then e.industry end), max(e.industry)) as industry,
        coalesce(max(case when l.rank_no = 1 then e.address end), max(e.address)) as address,
        coalesce(max(case when l.rank_no = 1 then e.permit_no end), max(e.permit_no)) as permit_no,
        coalesce(max(case when l.rank_no = 1 then e.permit_category end), max(e.permit_category)) as permit_category,
        coalesce(max(case when l.rank_no = 1 then e.permit_valid_to end), max(e.permit_valid_to)) as permit_valid_to,
        coalesce(max(case when l.rank_no = 1 then e.is_key_unit end), max(e.is_key_unit)) as is_key_unit,
        coalesce(max(case when l.rank_no = 1 then e.grade end), max(e.grade)) as grade,
        coalesce(max(case when l.rank_no = 1 then e.graded_on end), max(e.graded_on)) as graded_on,
        coalesce(max(case when l.rank_no = 1 then e.pollutants end), max(e.pollutants)) as pollutants,
        coalesce(max(case when l.rank_no = 1 then e.so2_t end), max(e.so2_t)) as so2_t,
        coalesce(max(case when l.rank_no = 1 then e.nox_t end), max(e.nox_t)) as nox_t,
        coalesce(max(case when l.rank_no = 1 then e.pm_t end), max(e.pm_t)) as pm_t,
        coalesce(max(case when l.rank_no = 1 then e.voc_t end), max(e.voc_t)) as voc_t,
        coalesce(max(case when l.rank_no = 1 then e.has_cems end), max(e.has_cems)) as has_cems,
        coalesce(max(case when l.rank_no = 1 then e.has_power_meter end), max(e.has_power_meter)) as has_power_meter,
        coalesce(max(case when l.rank_no = 1 then e.has_video end), max(e.has_video)) as has_video,
        coalesce(max(case when l.rank_no = 1 then e.shift_hours end), max(e.shift_hours)) as shift_hours,
        coalesce(max(case when l.rank_no = 1 then e.status end), max(e.status)) as status,
        coalesce(max(case when l.rank_no = 1 then e.liaison_name end), max(e.liaison_name)) as liaison_name,
        coalesce(max(case when l.rank_no = 1 then e.liaison_phone end), max(e.liaison_phone)) as liaison_phone
    from enterprise_links as l
    join stg_enterprises as e on e.source_key = l.source_key
    group by l.enterprise_id
),

ranked_places as (
    select
        l.enterprise_id, p.lon, p.lat, p.x_m, p.y_m, p.place_quality, p.place_note, p.proposed_lon, p.proposed_lat,
        p.district_code, p.district, p.township_code, p.township,
        row_number() over (
            partition by l.enterprise_id
            order by
                case p.place_quality when 'ok' then 1 when 'duplicate' then 2 when 'suspected_datum' then 3 when 'outside_city' then 4 end
                    nulls last,
                l.rank_no nulls last
        ) as place_no
    from enterprise_links as l
    join site_places as p on p.kind = 'enterprise' and p.source_key = l.source_key
)

select
    f.enterprise_id, f.uscc, case when f.valid_mark is not null then f.valid_mark = 1 end as is_uscc_valid, f.name, f.names_merged,
    f.source_type, f.industry_code, f.industry, f.address, p.lon, p.lat, p.x_m, p.y_m, p.place_quality, p.place_note,
    p.proposed_lon, p.proposed_lat, p.district_code, coalesce(p.district, f.stated_district) as district, p.township_code,
    coalesce(p.township, f.stated_township) as township, f.permit_no, f.permit_category, f.permit_valid_to, f.is_key_unit, f.grade,
    f.graded_on, f.pollutants, f.so2_t, f.nox_t, f.pm_t, f.voc_t, f.has_cems, f.has_power_meter, f.has_video, f.shift_hours, f.status,
    f.liaison_name, f.liaison_phone, f.source_count
from facts as f
left join ranked_places as p on p.enterprise_id = f.enterprise_id and p.place_no = 1

-- One row per complaint, placed or not: what was reported, where, whether it repeats others and how many sources are near.
-- content and address are private: they never reach the public extract. No place means sources_within_2km is null, not 0.
select
    c.complaint_id, c.received_at, c.month_id, c.channel, c.category, c.status, c.closed_on, c.is_verified, c.object_name,
    c.content, c.address, p.lon, p.lat, p.x_m, p.y_m, p.place_quality, p.place_note, p.district_code,
    coalesce(p.district, c.district) as district, p.township_code, p.township,
    g.repeat_group_id, coalesce(g.is_repeat, false) as is_repeat, g.repeats_complaint_id,
    h.hot_spot_id, s.sources_within_2km
from stg_complaints as c
join run_months as n on n.month_id = c.month_id
left join complaint_places as p on p.source_key = c.complaint_id and p.month_id = c.month_id
left join complaint_groups as g on g.complaint_id = c.complaint_id and g.month_id = c.month_id
left join hot_spot_reports as h on h.complaint_id = c.complaint_id and h.month_id = c.month_id
left join complaint_sources as s on s.complaint_id = c.complaint_id and s.month_id = c.month_id

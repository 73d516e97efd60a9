-- One row per hot spot of complaints: where its reports lie on average, how many they are and when they came.
select
    h.hot_spot_id, count(*) as reports, min(c.received_at) as first_received_at, max(c.received_at) as last_received_at,
    avg(c.lon) as lon, avg(c.lat) as lat, avg(c.x_m) as x_m, avg(c.y_m) as y_m, count(distinct c.category) as categories
from hot_spot_reports as h
join complaints as c on c.complaint_id = h.complaint_id
group by h.hot_spot_id

-- One row per complaint that has a place inside the city or near it: only what distance joins need.
select c.complaint_id, c.received_at, c.month_id, p.x_m, p.y_m, c.category
from stg_complaints as c
join run_months as n on n.month_id = c.month_id
join complaint_places as p on p.source_key = c.complaint_id and p.month_id = c.month_id
where p.x_m is not null and p.y_m is not null

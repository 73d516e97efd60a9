-- Every complaint has exactly one place, be it a missing one.
select complaint_id, sum(is_delivered) as delivered_count, sum(is_placed) as placed_count
from (
    select complaint_id, month_id, 1 as is_delivered, 0 as is_placed from stg_complaints
    union all
    select source_key as complaint_id, month_id, 0 as is_delivered, 1 as is_placed from complaint_places
) as both_sides
join run_months using (month_id)
group by complaint_id
having sum(is_delivered) <> 1 or sum(is_placed) <> 1

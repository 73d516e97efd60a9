-- One row per listing of an enterprise in one batch: in force on as-of or not, under the canonical id.
-- A removal dated after as-of has not happened yet.
select
    enterprise_codes.enterprise_id,
    stg_positive_list.enterprise_id as enterprise_code,
    stg_positive_list.batch,
    stg_positive_list.category,
    stg_positive_list.listed_on,
    stg_positive_list.valid_to,
    case when stg_positive_list.removed_on <= run_moment.as_of_on then stg_positive_list.removed_on end as removed_on,
    case when stg_positive_list.removed_on <= run_moment.as_of_on then stg_positive_list.reason end as reason,
    stg_positive_list.listed_on <= run_moment.as_of_on
        and coalesce(stg_positive_list.valid_to >= run_moment.as_of_on, true)
        and coalesce(stg_positive_list.removed_on > run_moment.as_of_on, true) as is_in_force,
    stg_positive_list.source_file,
    stg_positive_list.source_line
from stg_positive_list
cross join run_moment
left join enterprise_codes on enterprise_codes.code = stg_positive_list.enterprise_id
where stg_positive_list.listed_on <= run_moment.as_of_on

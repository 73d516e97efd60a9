-- One row: what this file is, whose it is, and where a company may ask for a correction.
select
    asked.publication_id,
    run_city.name as city_name,
    asked.city_name_en,
    asked.is_demo,
    run_moment.as_of_at as data_at,
    asked.published_at,
    asked.bureau,
    asked.contact
from asked
cross join run_city
cross join run_moment

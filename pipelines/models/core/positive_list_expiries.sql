-- One row per listing that ran out before the build's moment without a removal: the first day off the list.
select
    positive_listings.enterprise_id, cast(positive_listings.valid_to + interval '1' day as date) as off_on,
    positive_listings.source_file, positive_listings.source_line
from positive_listings
cross join run_moment
where positive_listings.enterprise_id is not null and positive_listings.removed_on is null
    and positive_listings.valid_to < run_moment.as_of_on

-- One row per feed, kind of point and declared datum: whether the points themselves agree with the declaration.
select
    source_feed, kind, declared, voted, verdict, is_wrong, support, median_offset_m, share_declared, share_voted, note
from site_datum_votes
union all
select
    source_feed, kind, declared, voted, verdict, is_wrong, support, median_offset_m, share_declared, share_voted, note
from complaint_datum_votes

"""What the morning proposes: by competent body, with direction and zone; names are a column of their own for those who may see them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.internal.reading.today import rows
from dashboard.internal.reading.warehouse import Published

# one proposal from each other body, three from the bureau itself; the nearest station that is not a micro station names the zone
PROPOSALS = """
with ranked as (
    select
        enterprise_id, name, source_type, township, competent_body, is_own_matter, action, basis, within_hours, band, total, rank_no,
        row_number() over (partition by competent_body order by action in ('入企检查', '转办') desc, rank_no) as place
    from patrol_candidates
    where not is_excluded
), zones as (
    select
        z.enterprise_id, coalesce(s.name, s.station_id) as station, z.ring_km, z.distance_m, z.bearing_deg,
        row_number() over (partition by z.enterprise_id order by z.distance_m, z.station_id) as place
    from zone_members as z
    join stations as s on s.station_id = z.station_id
    where z.zone_kind = 'ring' and z.in_zone and s.level <> 'micro'
)
select
    r.enterprise_id, r.name, r.source_type, r.township, r.competent_body, r.is_own_matter, r.action, r.basis, r.within_hours, r.rank_no,
    z.station, z.ring_km, z.distance_m, z.bearing_deg
from ranked as r
left join zones as z on z.enterprise_id = r.enterprise_id and z.place = 1
where r.place <= case when r.competent_body = $own then 3 else 1 end
order by r.competent_body <> $own, r.competent_body, r.place
"""
COUNTS = """
select competent_body, action, count(*) as candidates, bool_or(is_own_matter) as is_own, sum(total) as points
from patrol_candidates
where not is_excluded
group by competent_body, action
order by is_own desc, competent_body, min(rank_no), action
"""


@dataclass(frozen=True, kw_only=True)
class Proposals:
    """The top of the list and how long it is, by competent body; frames without columns when the build has no list."""

    top: pd.DataFrame
    counts: pd.DataFrame

    @property
    def is_known(self) -> bool:
        """Whether the build has a list at all."""
        return not self.counts.columns.empty


def proposals(build: Published) -> Proposals:
    """Read what to do today."""
    counts = rows(build, COUNTS)
    own = counts["competent_body"].iloc[0] if len(counts) else None
    return Proposals(top=rows(build, PROPOSALS, own=own), counts=counts)

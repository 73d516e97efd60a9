-- One row per complaint code: the latest delivered version. Only codes delivered more than once are ranked.
with deliveries as (
    select complaint_id, count(*) as times from raw_complaints group by complaint_id having count(*) > 1
),

ranked as (
    select
        r.complaint_id, r.source_sha256, r.source_file, r.source_sheet, r.source_line, r.source_feed,
        row_number() over (
            partition by r.complaint_id
            order by r.source_received_at desc nulls last, r.source_file desc nulls last, r.source_sheet desc nulls last,
                r.source_line desc nulls last, r.source_feed desc nulls last
        ) as version_no
    from raw_complaints as r
    inner join deliveries as d on d.complaint_id = r.complaint_id
),

superseded as (
    select complaint_id, source_sha256, source_file, source_sheet, source_line, source_feed from ranked where version_no > 1
)

select
    r.complaint_id, r.received_at, r.channel, r.category, r.content, r.address, r.district, r.object_name, r.lon, r.lat, r.datum,
    r.status, r.closed_on, r.is_verified, r.reporter_key, r.month_id, r.source_feed, r.source_file, r.source_sheet, r.source_line,
    r.source_received_at, r.source_datum
from raw_complaints as r
left join superseded as s
    on s.complaint_id = r.complaint_id
    and coalesce(s.source_sha256, '') = coalesce(r.source_sha256, '')
    and coalesce(s.source_file, '') = coalesce(r.source_file, '')
    and coalesce(s.source_sheet, '') = coalesce(r.source_sheet, '')
    and coalesce(s.source_line, -1) = coalesce(r.source_line, -1)
    and coalesce(s.source_feed, '') = coalesce(r.source_feed, '')
where s.complaint_id is null

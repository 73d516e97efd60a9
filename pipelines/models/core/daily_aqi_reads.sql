-- One row per standard and statistic of its daily report: where its rows of `daily_iaqi` begin and end.
select
    standard_id,
    pollutant,
    statistic,
    min(lookup_no) as lookup_from,
    max(value) as lookup_top
from daily_iaqi
group by standard_id, pollutant, statistic

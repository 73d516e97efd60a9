-- One row: on-site visits on record and the share that found a problem; the rate every history is shrunk towards. No row without visits.
select
    count(*) as visits,
    cast(sum(case when problems_found > 0 then 1 else 0 end) as bigint) as problem_visits,
    sum(case when problems_found > 0 then 1.0e0 else 0.0e0 end) / count(*) as rate
from visits
where coalesce(mode, 'on_site') = 'on_site'
having count(*) > 0

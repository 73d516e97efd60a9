-- Rows with two different valid credit codes are one enterprise only where a person said so.
select enterprise_id, min(uscc) as one_code, max(uscc) as other_code
from enterprise_links
where is_uscc_valid and rule <> 'correction'
group by enterprise_id
having count(distinct uscc) > 1

-- A share has a denominator, is null where that is nothing, and never exceeds the whole.
select area, period, channel, measure, numerator, denominator, value
from enforcement_statistics
where unit = '%' and (denominator is null
    or denominator = 0 and value is not null
    or value > 100 and measure <> 'case_rate')

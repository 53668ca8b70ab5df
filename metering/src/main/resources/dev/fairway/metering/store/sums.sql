-- Sums of rollup rows by whatever is asked.
with r as (${rows})
select ${group}, ${sums}
from r join usage.main.series s on s.id = r.series
${where}
group by all
order by all
limit ${limit}

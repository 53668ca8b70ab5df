-- The histogram of one kind beside the sums.
with r as (${rows}),
b as (
  select ${group}, unnest(${kind}_i) i, unnest(${kind}_n) n
  from r join usage.main.series s on s.id = r.series
  ${where})
select * exclude (n), sum(n)::bigint n from b group by all

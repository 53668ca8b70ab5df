-- One row for each bucket and series out of many, histograms included.
with r as (${rows}),
sums as (
  select bucket, series, ${sums} from r group by bucket, series),
lat as (
  select bucket, series, list(i order by i) i, list(n order by i) n from (
    select bucket, series, i, sum(n)::bigint n from (
      select bucket, series, unnest(lat_i) i, unnest(lat_n) n from r) group by bucket, series, i)
  group by bucket, series),
ttft as (
  select bucket, series, list(i order by i) i, list(n order by i) n from (
    select bucket, series, i, sum(n)::bigint n from (
      select bucket, series, unnest(ttft_i) i, unnest(ttft_n) n from r) group by bucket, series, i)
  group by bucket, series)
select ${columns},
  coalesce(lat.i, []::smallint[]) lat_i, coalesce(lat.n, []::bigint[]) lat_n,
  coalesce(ttft.i, []::smallint[]) ttft_i, coalesce(ttft.n, []::bigint[]) ttft_n
from sums
left join lat using (bucket, series)
left join ttft using (bucket, series)

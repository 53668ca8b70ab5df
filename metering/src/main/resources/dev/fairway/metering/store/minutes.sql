-- Sums of one day by minute, as they arrive, and the batches that were added.
create table if not exists ${day}.rollup_minute (
  bucket timestamptz not null, series bigint not null, batch uuid not null,
  requests bigint not null, errors bigint not null, in_uncached bigint not null,
  in_cache_read bigint not null, in_cache_write bigint not null, out_tokens bigint not null,
  reasoning_tokens bigint not null, usage_unknown bigint not null, cost_nano bigint not null,
  cost_unknown bigint not null, cache_hits bigint not null,
  lat_i smallint[] not null, lat_n bigint[] not null, ttft_i smallint[] not null,
  ttft_n bigint[] not null);
create table if not exists ${day}.batch_done (batch uuid primary key, done_at timestamptz not null);

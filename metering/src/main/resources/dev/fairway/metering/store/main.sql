-- What outlives the days: which series there are, and their sums by hour.
create table if not exists series (
  id bigint primary key, tenant varchar not null, consumer varchar, key_id varchar, route varchar,
  experiment varchar, model varchar not null, provider varchar, status_class smallint not null,
  currency varchar);
create table if not exists rollup_hour (
  bucket timestamptz not null, series bigint not null,
  requests bigint not null, errors bigint not null, in_uncached bigint not null,
  in_cache_read bigint not null, in_cache_write bigint not null, out_tokens bigint not null,
  reasoning_tokens bigint not null, usage_unknown bigint not null, cost_nano bigint not null,
  cost_unknown bigint not null, cache_hits bigint not null,
  lat_i smallint[] not null, lat_n bigint[] not null, ttft_i smallint[] not null,
  ttft_n bigint[] not null,
  primary key (bucket, series));
create table if not exists schema_version (version integer primary key);
insert into schema_version values (1) on conflict do nothing;

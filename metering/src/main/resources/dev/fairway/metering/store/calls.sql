-- Calls of one day, one row each.
create table if not exists ${day}.call_log (
  ts timestamptz not null, id uuid not null, trace_id varchar, source varchar not null,
  operation varchar not null,
  tenant varchar not null, consumer varchar, key_id varchar, end_user varchar,
  api varchar, route varchar, experiment varchar, model varchar not null, provider varchar,
  upstream_key varchar,
  status smallint not null, error varchar, finish varchar, stream boolean not null, cache varchar,
  attempts smallint not null,
  in_uncached bigint, in_cache_read bigint, in_cache_write_5m bigint, in_cache_write_1h bigint,
  out_tokens bigint, reasoning_tokens bigint, usage_source varchar not null,
  cost_nano bigint, currency varchar, price_id varchar,
  latency_ms integer not null, ttft_ms integer, queue_ms integer, bytes_in integer,
  bytes_out integer,
  body_ref varchar, sample_weight double not null);

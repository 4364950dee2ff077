-- +goose Up

-- What left an organisation: each table as it was let out (document, JSON without one hidden number), its hash by which it is
-- cited, the rules, and the releases it was attacked together with. Written once; nothing changes or removes a row.
create table release_tables (
  id text not null constraint release_tables_pk primary key,
  organisation_id text not null,
  table_key text not null,
  data_id text not null,
  rules text not null,
  hash text not null,
  compared text not null,
  document text not null,
  made_by text not null,
  made_at text not null,
  constraint release_tables_once unique (organisation_id, table_key, data_id, rules)
);
create index release_tables_by_key on release_tables (organisation_id, table_key, made_at);

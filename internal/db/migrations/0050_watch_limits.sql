-- +goose Up

-- Limits that alerts go by, as an organisation's protection officer set them. Never changed: the newest row that holds of a
-- limit counts. One that looks away from more holds once a second person confirmed it. reason is sealed under the system key.
create table watch_limits (
  id text not null constraint watch_limits_pk primary key,
  organisation_id text not null,
  name text not null,
  value integer not null,
  looser integer not null check (looser in (0, 1)),
  asked_by text not null,
  asked_at text not null,
  decided_by text not null default '',
  decided_at text not null default '',
  state text not null check (state in ('waiting', 'holds', 'refused')),
  reason bytea not null
);
create index watch_limits_by_organisation on watch_limits (organisation_id, name, asked_at);

-- +goose Up

-- Somebody asks for what is held about a young person. What was done about it is a row of custody_steps each, never
-- changed: who they are, the clock, what was read and what was hidden in it, the review for serious harm, the end.
create table custody_requests (
  id text not null constraint custody_requests_pk primary key,
  record_id text not null,
  at text not null,
  author_id text not null,
  document bytea not null
);
create index custody_requests_by_record on custody_requests (record_id, at, id);

create table custody_steps (
  id text not null constraint custody_steps_pk primary key,
  request_id text not null constraint custody_steps_request references custody_requests (id),
  record_id text not null,
  kind text not null check (kind in ('identity', 'authority', 'extended', 'paused', 'resumed', 'names', 'read', 'hidden', 'shown',
    'file', 'harm', 'made', 'handed', 'closed')),
  about text not null default '',
  at text not null,
  author_id text not null,
  document bytea not null
);
create index custody_steps_by_request on custody_steps (request_id, at, id);
create index custody_steps_by_record on custody_steps (record_id);

-- What was given out, as it was made, once: a ZIP, whole, sealed. sha256 is of the ZIP.
create table custody_bundles (
  id text not null constraint custody_bundles_pk primary key,
  request_id text not null constraint custody_bundles_request references custody_requests (id),
  record_id text not null,
  at text not null,
  author_id text not null,
  sha256 text not null,
  content bytea not null,
  constraint custody_bundles_one unique (request_id)
);
create index custody_bundles_by_record on custody_bundles (record_id);

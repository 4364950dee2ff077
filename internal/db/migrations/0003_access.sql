-- +goose Up

-- Data keys, wrapped by the key ring that is kept beside the database, never in it.
create table access_keys (
  owner_id text not null,
  class text not null check (class in ('record', 'sealed', 'account')),
  wrapped bytea not null,
  constraint access_keys_pk primary key (owner_id, class)
);

-- The one source of access: who may open which part of which record, why, by whose decision, from when until when.
create table access_grants (
  id text not null constraint access_grants_pk primary key,
  record_id text not null,
  part text not null check (part in ('record', 'sealed')),
  holder_kind text not null check (holder_kind in ('account', 'team', 'organisation')),
  holder_id text not null,
  reason text not null check (reason in ('allocation', 'team', 'share', 'guardian', 'court', 'inspection', 'emergency', 'audit')),
  decided_by text not null,
  starts_at text not null,
  ends_at text not null,
  given_at text not null,
  ended_by text not null default '',
  ended_at text not null default ''
);
create index access_grants_by_record on access_grants (record_id, part, ends_at);
create index access_grants_by_holder on access_grants (holder_id, part, ends_at, record_id);

-- Which key ring belongs to this database: a ring of another one is noticed at the door, not in the middle of work.
create table access_rings (
  ring_id text not null constraint access_rings_pk primary key,
  since text not null
);

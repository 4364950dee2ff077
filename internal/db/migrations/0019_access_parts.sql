-- +goose Up

-- Grants by part of a record (contract of parts in permit/action.go), for a share, and for a young person's own place.
-- A check cannot be changed in SQLite, so the rows step aside while their table is made anew.
create table access_grants_aside as select * from access_grants;
drop table access_grants;
create table access_grants (
  id text not null constraint access_grants_pk primary key,
  record_id text not null,
  part text not null check (part in ('record', 'outcomes', 'promises', 'documents', 'sealed', 'sealed.address', 'sealed.phone',
    'sealed.school', 'sealed.route', 'sealed.contact', 'share', 'own')),
  holder_kind text not null check (holder_kind in ('account', 'team', 'organisation', 'young_person')),
  holder_id text not null,
  reason text not null check (reason in ('allocation', 'team', 'share', 'guardian', 'court', 'inspection', 'emergency', 'audit', 'own')),
  decided_by text not null,
  starts_at text not null,
  ends_at text not null,
  given_at text not null,
  ended_by text not null default '',
  ended_at text not null default ''
);
insert into access_grants (id, record_id, part, holder_kind, holder_id, reason, decided_by, starts_at, ends_at, given_at, ended_by, ended_at)
  select id, record_id, part, holder_kind, holder_id, reason, decided_by, starts_at, ends_at, given_at, ended_by, ended_at from access_grants_aside;
drop table access_grants_aside;
create index access_grants_by_record on access_grants (record_id, part, ends_at);
create index access_grants_by_holder on access_grants (holder_id, part, ends_at, record_id);

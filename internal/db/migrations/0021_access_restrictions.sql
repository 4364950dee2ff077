-- +goose Up

-- A restricted record opens to those it names and to nobody else, whatever they hold on it.
create table access_restrictions (
  id text not null constraint access_restrictions_pk primary key,
  record_id text not null,
  reason text not null check (reason in ('danger', 'close', 'known', 'asked', 'court')),
  restricted_by text not null,
  restricted_at text not null,
  lift_asked_by text not null default '',
  lift_asked_at text not null default '',
  lifted_by text not null default '',
  lifted_at text not null default ''
);
create unique index access_restrictions_now on access_restrictions (record_id) where lifted_at = '';

create table access_named (
  id text not null constraint access_named_pk primary key,
  restriction_id text not null,
  record_id text not null,
  holder_kind text not null check (holder_kind in ('account', 'team', 'organisation')),
  holder_id text not null,
  named_by text not null,
  named_at text not null,
  ended_by text not null default '',
  ended_at text not null default ''
);
create unique index access_named_once on access_named (restriction_id, holder_id) where ended_at = '';
create index access_named_by_record on access_named (record_id);

-- Somebody let themselves into a record in an emergency; somebody else looks at it afterwards.
create table access_emergencies (
  id text not null constraint access_emergencies_pk primary key,
  record_id text not null,
  account_id text not null,
  organisation_id text not null,
  reason text not null check (reason in ('danger', 'missing', 'health', 'police', 'on_call', 'other')),
  sealed_reason text not null default '',
  opened_at text not null,
  until_at text not null,
  document bytea not null,
  reviewed_by text not null default '',
  reviewed_at text not null default '',
  verdict text not null default '' check (verdict in ('', 'justified', 'not_justified', 'talk')),
  review bytea
);
create index access_emergencies_by_record on access_emergencies (record_id, opened_at);
create index access_emergencies_by_organisation on access_emergencies (organisation_id, reviewed_at, opened_at);

create table access_emergency_tries (
  id text not null constraint access_emergency_tries_pk primary key,
  account_id text not null,
  at text not null
);
create index access_emergency_tries_by_account on access_emergency_tries (account_id, at);

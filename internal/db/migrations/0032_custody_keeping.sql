-- +goose Up

-- What is said of a record's keeping, never changed: care status and death, the basis for holding it, legal holds and
-- their end, and what two people said of destroying it. about names the entry that one answers.
create table custody_entries (
  id text not null constraint custody_entries_pk primary key,
  record_id text not null,
  kind text not null check (kind in ('status', 'death', 'basis', 'hold', 'lifted', 'proposed', 'withdrawn', 'kept_longer')),
  about text not null default '',
  at text not null,
  author_id text not null,
  document bytea not null
);
create index custody_entries_by_record on custody_entries (record_id, at, id);

-- When a record's time ends, as it was last reckoned; derived. Sealed under the system key, so that somebody who may
-- not open the record can be told that its time has ended and nothing else.
create table custody_clocks (
  record_id text not null constraint custody_clocks_pk primary key,
  organisation_id text not null,
  updated_at text not null,
  document bytea not null
);
create index custody_clocks_by_organisation on custody_clocks (organisation_id, record_id);

-- How long an organisation keeps what no law fixes; the newest row holds. source (sealed) says where that is decided.
create table custody_policies (
  id text not null constraint custody_policies_pk primary key,
  organisation_id text not null,
  at text not null,
  author_id text not null,
  after_18 integer not null check (after_18 between 0 and 100),
  after_last integer not null check (after_last between 0 and 100),
  log_years integer not null check (log_years between 1 and 100),
  training_years integer not null check (training_years between 1 and 100),
  audit_years integer not null check (audit_years between 1 and 100),
  source bytea not null
);
create index custody_policies_by_organisation on custody_policies (organisation_id, at, id);

-- That a record was destroyed. It names nobody: the record's id opens nothing any more. entry is the number of the
-- ledger's entry that proves it, -1 until that has its place.
create table custody_certificates (
  id text not null constraint custody_certificates_pk primary key,
  record_id text not null,
  organisation_id text not null,
  nation text not null,
  reason text not null,
  rule text not null,
  pack text not null,
  proposed_by text not null,
  proposed_at text not null,
  confirmed_by text not null,
  at text not null,
  entry bigint not null
);
create index custody_certificates_by_organisation on custody_certificates (organisation_id, at, id);

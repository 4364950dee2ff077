-- +goose Up

-- One young person's way as it was made ready for a visitor. Versions are added, never changed; the last one holds. What
-- was covered is in no document. choices are how it was made ready, covered words among them, for whoever does so again.
-- both are sealed under the record's key.
create table inspection_tracked (
  id text not null constraint inspection_tracked_pk primary key,
  record_id text not null,
  organisation_id text not null,
  place integer not null,
  made_at text not null,
  made_by text not null,
  hash text not null,
  document bytea not null,
  choices bytea not null,
  constraint inspection_tracked_place unique (record_id, place)
);

-- A visit of an inspectorate: whose account, from which day to which. document holds the inspectorate, and whom to ask.
-- sealed under the system key.
create table inspection_visits (
  id text not null constraint inspection_visits_pk primary key,
  organisation_id text not null,
  account_id text not null,
  first_on text not null,
  last_on text not null,
  begun_at text not null,
  begun_by text not null,
  ended_at text not null,
  ended_by text not null,
  document bytea not null
);
create index inspection_visits_by_organisation on inspection_visits (organisation_id, begun_at);
create index inspection_visits_by_account on inspection_visits (account_id);

-- A tracked case that a visitor was let into. What opens it are grants; this says which visit they belong to.
create table inspection_visit_cases (
  id text not null constraint inspection_visit_cases_pk primary key,
  visit_id text not null constraint inspection_visit_cases_of references inspection_visits (id),
  record_id text not null,
  let_in_at text not null,
  let_in_by text not null,
  constraint inspection_visit_cases_once unique (visit_id, record_id)
);
create index inspection_visit_cases_by_record on inspection_visit_cases (record_id);

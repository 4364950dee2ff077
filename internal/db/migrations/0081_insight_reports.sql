-- +goose Up

-- Which saved questions are asked again, how often, and for whom. holder_id is who answers for it: it is asked in their name while
-- they may. document names it and lists the questions, sealed under the system key.
create table insight_schedules (
  id text not null constraint insight_schedules_pk primary key,
  organisation_id text not null,
  every text not null check (every in ('month', 'quarter')),
  first_day text not null,
  language text not null,
  holder_id text not null,
  begun_at text not null,
  ended_at text not null,
  document bytea not null
);
create index insight_schedules_by_organisation on insight_schedules (organisation_id, begun_at, id);

-- A report as it was made: never changed. hash is the SHA-256 of its JSON, and stands in the ledger; its figures are in
-- release_tables, under the ids that the document names.
create table insight_reports (
  id text not null constraint insight_reports_pk primary key,
  schedule_id text not null constraint insight_reports_of references insight_schedules (id),
  organisation_id text not null,
  due_on text not null,
  made_at text not null,
  made_by text not null,
  hash text not null,
  document bytea not null,
  constraint insight_reports_once unique (schedule_id, due_on)
);
create index insight_reports_by_organisation on insight_reports (organisation_id, made_at, id);

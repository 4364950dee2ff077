-- +goose Up

-- A programme of case audits: what is asked, of whom, and how cases are drawn. document holds the plan, the frame as it was
-- (ids that say nothing about anybody, strata, what was left out and why) and the seed; it is written once when planned, and
-- once more when drawn. sealed under the system key.
create table caseaudit_programmes (
  id text not null constraint caseaudit_programmes_pk primary key,
  organisation_id text not null,
  state text not null check (state in ('planned', 'drawn')),
  planned_at text not null,
  planned_by text not null,
  document bytea not null
);
create index caseaudit_programmes_by_organisation on caseaudit_programmes (organisation_id, planned_at);

-- One case of a programme: drawn, or standing in when one is left out. place is its number in the order drawn.
create table caseaudit_cases (
  id text not null constraint caseaudit_cases_pk primary key,
  programme_id text not null constraint caseaudit_cases_of references caseaudit_programmes (id),
  place integer not null,
  drawn integer not null check (drawn in (0, 1)),
  document bytea not null
);
create index caseaudit_cases_by_programme on caseaudit_cases (programme_id, place);

-- What happened to a case. Steps are added, never changed.
create table caseaudit_steps (
  id text not null constraint caseaudit_steps_pk primary key,
  case_id text not null constraint caseaudit_steps_of references caseaudit_cases (id),
  kind text not null check (kind in ('left_out', 'brought_in', 'assigned', 'accepted', 'declined')),
  taken_at text not null,
  taken_by text not null,
  auditor_id text not null,
  document bytea not null
);
create index caseaudit_steps_by_case on caseaudit_steps (case_id, taken_at, id);

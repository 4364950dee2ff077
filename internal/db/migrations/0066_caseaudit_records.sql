-- +goose Up

-- Which record stands behind which name in a frame that was taken from the records kept here, until cases are drawn from it:
-- then it is where the cases' own links are, and here no more. document holds the name, sealed under the system key. It goes
-- with the record.
create table caseaudit_known (
  id text not null constraint caseaudit_known_pk primary key,
  programme_id text not null constraint caseaudit_known_of references caseaudit_programmes (id),
  record_id text not null,
  document bytea not null
);
create index caseaudit_known_by_programme on caseaudit_known (programme_id, id);
create index caseaudit_known_by_record on caseaudit_known (record_id);

-- What a team said about letting an auditor into a record, in its own words. What was decided is a step of the case; document
-- is sealed under the case's key, because it may tell of a young person.
create table caseaudit_lets (
  id text not null constraint caseaudit_lets_pk primary key,
  case_id text not null constraint caseaudit_lets_of references caseaudit_cases (id),
  auditor_id text not null,
  said_at text not null,
  said_by text not null,
  document bytea not null
);
create index caseaudit_lets_by_case on caseaudit_lets (case_id, said_at, id);

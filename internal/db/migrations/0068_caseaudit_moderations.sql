-- +goose Up

-- What was said about a case once everybody who read it had locked what they found: that somebody asks for it to be talked about,
-- what a third person settled, and what whoever read it answers to that. Rows are added and never changed; a later settlement of
-- the same finding names the earlier one in before_id, an answer the settlement that it answers. item is '' for the grade of an
-- outcome. document is sealed under the case's key.
create table caseaudit_moderations (
  id text not null constraint caseaudit_moderations_pk primary key,
  case_id text not null,
  kind text not null,
  outcome text not null,
  item text not null,
  said_at text not null,
  said_by text not null,
  before_id text not null,
  document bytea not null
);
create index caseaudit_moderations_by_case on caseaudit_moderations (case_id, said_at, id);

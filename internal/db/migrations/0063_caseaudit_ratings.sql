-- +goose Up

-- What a rater found. It is written again until the rating is locked, and then never. document is sealed under the rating's own
-- key; of a rating of which nothing was written there is no row.
create table caseaudit_ratings (
  id text not null constraint caseaudit_ratings_pk primary key,
  case_id text not null,
  saved_at text not null,
  document bytea not null
);
create index caseaudit_ratings_by_case on caseaudit_ratings (case_id);

-- Which record a drawn case is, where it is one that is kept here. It goes with the record.
create table caseaudit_links (
  case_id text not null constraint caseaudit_links_pk primary key,
  record_id text not null
);
create index caseaudit_links_by_record on caseaudit_links (record_id);

-- A case goes through more than being drawn and given: which kinds of steps there are the room says.
create table caseaudit_happened (
  id text not null constraint caseaudit_happened_pk primary key,
  case_id text not null constraint caseaudit_happened_of references caseaudit_cases (id),
  kind text not null,
  taken_at text not null,
  taken_by text not null,
  auditor_id text not null,
  document bytea not null
);
insert into caseaudit_happened (id, case_id, kind, taken_at, taken_by, auditor_id, document)
  select id, case_id, kind, taken_at, taken_by, auditor_id, document from caseaudit_steps;
drop table caseaudit_steps;
alter table caseaudit_happened rename to caseaudit_steps;
create index caseaudit_steps_by_case on caseaudit_steps (case_id, taken_at, id);

-- +goose Up

-- A round in which everybody who audits reads the same invented case. case_code names the case that ships; document holds its text
-- and its worked answers as they were when the round began.
create table caseaudit_rounds (
  id text not null constraint caseaudit_rounds_pk primary key,
  organisation_id text not null,
  case_code text not null,
  begun_at text not null,
  begun_by text not null,
  closed_at text not null,
  document bytea not null
);
create index caseaudit_rounds_by_organisation on caseaudit_rounds (organisation_id, begun_at);

-- What one person found of it, once and for good. Until the round is closed it is theirs alone.
create table caseaudit_round_answers (
  id text not null constraint caseaudit_round_answers_pk primary key,
  round_id text not null constraint caseaudit_round_answers_of references caseaudit_rounds (id),
  account_id text not null,
  said_at text not null,
  document bytea not null,
  constraint caseaudit_round_answers_once unique (round_id, account_id)
);

-- +goose Up

-- What is written about a case on its way: a concern for somebody's safety and what became of it, what auditor and worker talk
-- about, what the worker hears of the audit, what others say. Notes are added, never changed. about_id is the concern that a
-- note is about. document is sealed under the case's own key.
create table caseaudit_notes (
  id text not null constraint caseaudit_notes_pk primary key,
  case_id text not null constraint caseaudit_notes_of references caseaudit_cases (id),
  about_id text not null,
  kind text not null,
  written_at text not null,
  written_by text not null,
  document bytea not null
);
create index caseaudit_notes_by_case on caseaudit_notes (case_id, written_at, id);

-- What is to be done after an audit: of one case, or of a programme as a whole (case_id is then empty). owner_id is the account
-- that does it; empty where it is a body outside, which document names. Sealed under the case's key; of a programme, under the
-- system key.
create table caseaudit_actions (
  id text not null constraint caseaudit_actions_pk primary key,
  programme_id text not null constraint caseaudit_actions_of references caseaudit_programmes (id),
  case_id text not null,
  owner_id text not null,
  due_on text not null,
  given_at text not null,
  given_by text not null,
  document bytea not null
);
create index caseaudit_actions_by_programme on caseaudit_actions (programme_id, given_at, id);
create index caseaudit_actions_by_owner on caseaudit_actions (owner_id);

-- What became of an action: done, sent back, confirmed, dropped. Steps are added, never changed; sealed like the action.
create table caseaudit_action_steps (
  id text not null constraint caseaudit_action_steps_pk primary key,
  action_id text not null constraint caseaudit_action_steps_of references caseaudit_actions (id),
  kind text not null,
  taken_at text not null,
  taken_by text not null,
  document bytea not null
);
create index caseaudit_action_steps_by_action on caseaudit_action_steps (action_id, taken_at, id);

-- +goose Up

-- A pilot of the framework in a service. document is its plan, sealed under the system key: it is written again until begun_at,
-- and from then on never; plan_hash is its SHA-256. What is added to a plan later is a line. before_id and after_id are the
-- self-reviews at its beginning and its end.
create table caseaudit_pilots (
  id text not null constraint caseaudit_pilots_pk primary key,
  organisation_id text not null,
  set_up_at text not null,
  set_up_by text not null,
  begun_at text not null,
  begun_by text not null,
  plan_hash text not null,
  before_id text not null,
  after_id text not null,
  counted_at text not null,
  closed_at text not null,
  document bytea not null
);
create index caseaudit_pilots_by_organisation on caseaudit_pilots (organisation_id, set_up_at, id);

-- What was added, said or decided in a pilot. Lines are added, never changed. of_id is the line that a line answers.
create table caseaudit_pilot_lines (
  id text not null constraint caseaudit_pilot_lines_pk primary key,
  pilot_id text not null constraint caseaudit_pilot_lines_of references caseaudit_pilots (id),
  kind text not null check (kind in ('added', 'stop', 'answer', 'counted', 'closed')),
  of_id text not null,
  added_at text not null,
  added_by text not null,
  document bytea not null
);
create index caseaudit_pilot_lines_by_pilot on caseaudit_pilot_lines (pilot_id, added_at, id);

-- What a worker notes for themself. It goes when the pilot is closed. It has a week in its document, and no time.
create table caseaudit_pilot_notes (
  id text not null constraint caseaudit_pilot_notes_pk primary key,
  pilot_id text not null constraint caseaudit_pilot_notes_of references caseaudit_pilots (id),
  worker_id text not null,
  kind text not null check (kind in ('ready', 'held', 'week')),
  document bytea not null
);
create index caseaudit_pilot_notes_by_worker on caseaudit_pilot_notes (pilot_id, worker_id, id);

-- How often young people gave which answer, as one sum: nothing says who, when, or on whose device. It goes when the answers
-- are counted.
create table caseaudit_pilot_tallies (
  pilot_id text not null constraint caseaudit_pilot_tallies_pk primary key constraint caseaudit_pilot_tallies_of references caseaudit_pilots (id),
  document bytea not null
);

-- What young people wrote, in no order.
create table caseaudit_pilot_words (
  id text not null constraint caseaudit_pilot_words_pk primary key,
  pilot_id text not null constraint caseaudit_pilot_words_of references caseaudit_pilots (id),
  state text not null check (state in ('waiting', 'kept')),
  document bytea not null
);
create index caseaudit_pilot_words_by_pilot on caseaudit_pilot_words (pilot_id, id);

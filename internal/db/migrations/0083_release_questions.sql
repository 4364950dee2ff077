-- +goose Up

-- What each colleague asked today, also where nothing was shown: the shape of the question (what is counted, along which groups; JSON),
-- never a number. A next question that is near too many of these is refused. Those of days before are removed.
create table release_questions (
  id text not null constraint release_questions_pk primary key,
  organisation_id text not null,
  asked_by text not null,
  asked_on text not null,
  table_key text not null,
  measure text not null,
  shape text not null,
  release_id text not null
);
create index release_questions_by_day on release_questions (organisation_id, asked_by, asked_on);

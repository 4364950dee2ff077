-- +goose Up

-- A question that a group is asked. Nobody's answer has a row: together_tallies holds one sealed sum a round, which is
-- destroyed in the transaction that releases it. Days, no times. document is sealed under the system key.
create table together_rounds (
  id text not null constraint together_rounds_pk primary key,
  organisation_id text not null,
  state text not null check (state in ('open', 'closed')),
  begun_on text not null,
  begun_by text not null,
  closed_on text not null,
  closed_by text not null,
  release_id text not null,
  document bytea not null
);
create index together_rounds_by_organisation on together_rounds (organisation_id, begun_on);

create table together_tallies (
  round_id text not null constraint together_tallies_pk primary key references together_rounds (id),
  document bytea not null
);

-- Free words of a round, under ids that say nothing of their order. They are shown once a named person found that they tell
-- on nobody; those that do are deleted.
create table together_words (
  id text not null constraint together_words_pk primary key,
  round_id text not null constraint together_words_of references together_rounds (id),
  state text not null check (state in ('waiting', 'kept')),
  checked_by text not null,
  checked_on text not null,
  document bytea not null
);
create index together_words_by_round on together_words (round_id, id);

-- Something that was heard from young people, and its steps: what will be done or why not, by when, and whether it was done.
-- Steps are added, never changed. help_round_id is the round that asks whether it helped.
create table together_heard (
  id text not null constraint together_heard_pk primary key,
  organisation_id text not null,
  round_id text not null,
  help_round_id text not null,
  heard_on text not null,
  heard_by text not null
);
create index together_heard_by_organisation on together_heard (organisation_id, heard_on);

create table together_steps (
  id text not null constraint together_steps_pk primary key,
  heard_id text not null constraint together_steps_of references together_heard (id),
  state text not null check (state in ('heard', 'will_do', 'done', 'cannot')),
  taken_at text not null,
  taken_by text not null,
  document bytea not null
);
create index together_steps_by_heard on together_steps (heard_id, taken_at);

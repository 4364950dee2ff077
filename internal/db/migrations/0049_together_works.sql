-- +goose Up

-- Art and words that a young person, or an advisory group, gives to be published: exactly one of record_id and group_id is
-- there. Sealed under the record's key, a group's under the system key. published_id is the row of together_published that
-- shows it now, '' while none does.
create table together_works (
  id text not null constraint together_works_pk primary key,
  organisation_id text not null,
  record_id text not null,
  group_id text not null,
  kind text not null check (kind in ('words', 'picture', 'sound')),
  given_at text not null,
  given_by text not null,
  published_id text not null default '',
  document bytea not null,
  content bytea not null
);
create index together_works_by_record on together_works (record_id, given_at);
create index together_works_by_group on together_works (group_id, given_at);
create index together_works_by_published on together_works (published_id);

-- Their yes or no to a work being shown: where, until when, under which name. Never changed; the newest holds, and without
-- one nobody asked.
create table together_work_answers (
  id text not null constraint together_work_answers_pk primary key,
  work_id text not null constraint together_work_answers_of references together_works (id),
  record_id text not null,
  answer text not null check (answer in ('yes', 'no')),
  given text not null check (given in ('beside', 'own_place')),
  author_id text not null,
  at text not null,
  document bytea not null
);
create index together_work_answers_by_work on together_work_answers (work_id, at, id);

-- What became of a work. code is what a check came to, the row of together_published, or why it was taken down. Only a check
-- has a document.
create table together_work_steps (
  id text not null constraint together_work_steps_pk primary key,
  work_id text not null constraint together_work_steps_of references together_works (id),
  record_id text not null,
  kind text not null check (kind in ('given', 'changed', 'checked', 'published', 'taken_down', 'withdrawn', 'ended')),
  code text not null,
  author_id text not null,
  at text not null,
  document bytea
);
create index together_work_steps_by_work on together_work_steps (work_id, at, id);

-- What is shown now, as a copy under a key of its own (access_keys, owner 'work:' and this id): nothing here names a record.
-- places are those of 'staff', 'child', 'paper' and 'public' that were said yes to, with blanks between.
create table together_published (
  id text not null constraint together_published_pk primary key,
  organisation_id text not null,
  kind text not null check (kind in ('words', 'picture', 'sound')),
  places text not null,
  until_on text not null,
  published_at text not null,
  published_by text not null,
  document bytea not null,
  content bytea not null
);
create index together_published_by_organisation on together_published (organisation_id, published_at);

-- That something shown was put on paper: what for and how many. It outlives what was shown, so that whoever gave it can be
-- told honestly what cannot be taken back, and goes with the record.
create table together_printed (
  id text not null constraint together_printed_pk primary key,
  published_id text not null,
  purpose text not null check (purpose in ('wall', 'briefing', 'learning', 'other')),
  copies integer not null,
  author_id text not null,
  at text not null
);
create index together_printed_by_published on together_printed (published_id, at);

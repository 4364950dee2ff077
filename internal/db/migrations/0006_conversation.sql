-- +goose Up

-- One sitting with the practice tool. Who was there, the interpreter, the setting and what was explained are in the
-- encrypted document.
create table conversation_sittings (
  id text not null constraint conversation_sittings_pk primary key,
  record_id text not null,
  edition_id text not null,
  opened_at text not null,
  opened_by text not null,
  ended_at text not null default '',
  ending text not null default '' check (ending in ('', 'finished', 'stopped')),
  document bytea not null
);
create index conversation_sittings_by_record on conversation_sittings (record_id, opened_at, id);

-- What one author said from one perspective in one sitting. Never changed; a correction is a later row that points back.
-- facts: one byte for each item of the edition in its fixed order, then one for each topic of the young person's own.
create table conversation_contributions (
  id text not null constraint conversation_contributions_pk primary key,
  sitting_id text not null constraint conversation_contributions_sitting references conversation_sittings (id),
  record_id text not null,
  author_id text not null,
  perspective text not null check (perspective in ('young_person', 'practitioner', 'guardian', 'agency')),
  at text not null,
  edition_id text not null,
  corrects text not null default '',
  facts bytea not null,
  matters text not null,
  links text not null,
  barriers text not null,
  document bytea not null
);
create index conversation_contributions_by_record on conversation_contributions (record_id, at, id);
create index conversation_contributions_by_sitting on conversation_contributions (sitting_id, at, id);

-- A practitioner's view joins the young person's reading once it was talked through, or the record says why not.
create table conversation_talks (
  id text not null constraint conversation_talks_pk primary key,
  contribution_id text not null constraint conversation_talks_contribution references conversation_contributions (id),
  record_id text not null,
  at text not null,
  author_id text not null,
  outcome text not null check (outcome in ('talked_through', 'withheld')),
  document bytea not null
);
create index conversation_talks_by_record on conversation_talks (record_id, at, id);

-- Unfinished work, seen by its author alone and destroyed at the end of the sitting.
create table conversation_drafts (
  sitting_id text not null,
  author_id text not null,
  perspective text not null,
  record_id text not null,
  updated_at text not null,
  revision integer not null,
  document bytea not null,
  constraint conversation_drafts_pk primary key (sitting_id, author_id, perspective)
);
create index conversation_drafts_by_record on conversation_drafts (record_id);

-- Derived, remade by "stablefutures rebuild": what the picture of one young person needs, in one sealed value.
create table conversation_pictures (
  record_id text not null constraint conversation_pictures_pk primary key,
  updated_at text not null,
  document bytea not null
);

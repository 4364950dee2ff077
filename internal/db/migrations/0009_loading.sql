-- +goose Up

-- A draft of an edition, made from somebody's own copy. What it says is somebody else's text: the document, the file and
-- every operation are sealed. state 'published' and edition_id stand for ever; a discarded draft leaves no row.
create table loading_drafts (
  id text not null constraint loading_drafts_pk primary key,
  organisation_id text not null,
  made_at text not null,
  made_by text not null,
  last_at text not null,
  state text not null check (state in ('open', 'published')),
  edition_id text not null default '',
  document bytea not null
);
create index loading_drafts_by_organisation on loading_drafts (organisation_id, last_at, id);

-- The file or pasted text as it came, byte for byte, and what was read from it. 'reading' that stays means the program
-- ended while it read; the bytes are there, and it can be read again.
create table loading_files (
  id text not null constraint loading_files_pk primary key,
  draft_id text not null constraint loading_files_draft references loading_drafts (id),
  at text not null,
  author_id text not null,
  state text not null check (state in ('reading', 'read', 'refused')),
  sha256 text not null,
  size bigint not null,
  document bytea not null,
  header bytea not null
);
create index loading_files_by_draft on loading_files (draft_id, at, id);

-- The bytes of a file, and the pieces read from it, in sealed chunks.
create table loading_chunks (
  file_id text not null constraint loading_chunks_file references loading_files (id),
  part text not null check (part in ('content', 'pieces')),
  position integer not null,
  content bytea not null,
  constraint loading_chunks_pk primary key (file_id, part, position)
);

-- What the steward did, in order, from 1. Never changed: undoing is an operation of its own, and two tabs that save at
-- once cannot both be next.
create table loading_operations (
  id text not null constraint loading_operations_pk primary key,
  draft_id text not null constraint loading_operations_draft references loading_drafts (id),
  place integer not null,
  at text not null,
  author_id text not null,
  document bytea not null,
  constraint loading_operations_in_order unique (draft_id, place)
);

-- What young people added that no outcome covers, said in other words. Neither the day nor who wrote it is kept, and
-- the ids are drawn at random, so that nothing leads back to anybody.
create table loading_additions (
  id text not null constraint loading_additions_pk primary key,
  organisation_id text not null,
  month text not null,
  document bytea not null
);
create index loading_additions_by_organisation on loading_additions (organisation_id, month, id);

-- What the steward changed in an addition so that it tells of nobody, in order. Never changed.
create table loading_changes (
  id text not null constraint loading_changes_pk primary key,
  addition_id text not null constraint loading_changes_addition references loading_additions (id),
  place integer not null,
  at text not null,
  author_id text not null,
  kind text not null check (kind in ('edited', 'struck', 'restored')),
  document bytea not null,
  constraint loading_changes_in_order unique (addition_id, place)
);

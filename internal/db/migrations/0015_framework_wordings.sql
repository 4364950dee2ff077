-- +goose Up

-- What a young person saw: every text and picture of one edition in one language, as one document under the checksum of
-- its bytes. Written when it is first shown, never changed: a record keeps the checksum.
create table framework_wordings (
  checksum text not null constraint framework_wordings_pk primary key,
  edition_id text not null,
  lang text not null,
  document bytea not null,
  kept_at text not null
);

-- A version of what a young person sees in one edition and language: what differs from the edition as it was published.
-- It is a draft until a group has said yes to it; one draft at a time. From the moment it is in use it never changes.
create table framework_wording_versions (
  id text not null constraint framework_wording_versions_pk primary key,
  edition_id text not null,
  lang text not null,
  number integer,
  state text not null check (state in ('draft', 'in_use', 'put_away')),
  what text not null,
  from_id text not null,
  document bytea not null,
  begun_by text not null,
  begun_at text not null,
  changed_at text not null,
  used_by text not null,
  used_at text not null,
  constraint framework_wording_versions_in_order unique (edition_id, lang, number)
);
create unique index framework_wording_versions_one_draft on framework_wording_versions (edition_id, lang) where state = 'draft';

-- What a group said on paper to exactly one document (digest), and who of the staff wrote it down in which role. No name of
-- anybody in the group. kind: 'group', or 'second' for the second person that agreement, safety, stop and privacy need.
create table framework_wording_decisions (
  id text not null constraint framework_wording_decisions_pk primary key,
  version_id text not null constraint framework_wording_decisions_of references framework_wording_versions (id),
  digest text not null,
  kind text not null check (kind in ('group', 'second')),
  group_name text not null,
  decision text not null check (decision in ('yes', 'not_yet', 'something_else')),
  said text not null,
  decided_on text not null,
  recorded_by text not null,
  recorded_role text not null,
  recorded_at text not null
);
create index framework_wording_decisions_by_version on framework_wording_decisions (version_id, recorded_at);

-- Drawings that were brought here, under a name made of their strokes: the same strokes are the same drawing for ever.
create table framework_drawings (
  name text not null constraint framework_drawings_pk primary key,
  strokes text not null,
  shows text not null,
  added_by text not null,
  added_at text not null
);

-- +goose Up

-- A template of a briefing that an organisation loaded as a file. document is the file as it came: it is about a kind of
-- reader, and about nobody. A file with the same template_id is a later version; the one loaded last holds.
create table policy_briefing_templates (
  id text not null constraint policy_briefing_templates_pk primary key,
  organisation_id text not null,
  template_id text not null,
  hash text not null,
  loaded_at text not null,
  loaded_by text not null,
  document text not null
);
create index policy_briefing_templates_by_organisation on policy_briefing_templates (organisation_id, loaded_at);

-- A briefing as it is being written; revision counts its changes. document holds what was written and refers to what is cited:
-- a figure is in its release alone, a young person's words in what they gave alone. Sealed under the system key.
create table policy_briefings (
  id text not null constraint policy_briefings_pk primary key,
  organisation_id text not null,
  initiative_id text not null default '',
  begun_at text not null,
  begun_by text not null,
  revision integer not null,
  changed_at text not null,
  document bytea not null
);
create index policy_briefings_by_organisation on policy_briefings (organisation_id, begun_at);

-- A briefing as it was made ready: never changed. hash is SHA-256 of the JSON. It holds no figure and no young person's words
-- either. Sealed under the system key.
create table policy_briefing_versions (
  id text not null constraint policy_briefing_versions_pk primary key,
  briefing_id text not null constraint policy_briefing_versions_of references policy_briefings (id),
  place integer not null,
  made_at text not null,
  made_by text not null,
  hash text not null,
  document bytea not null,
  constraint policy_briefing_versions_place unique (briefing_id, place)
);

-- What became of a version: signed, given to somebody, taken back. document says to whom, how, why. Sealed under the system key.
create table policy_briefing_steps (
  id text not null constraint policy_briefing_steps_pk primary key,
  briefing_id text not null constraint policy_briefing_steps_of references policy_briefings (id),
  version_id text not null constraint policy_briefing_steps_version references policy_briefing_versions (id),
  kind text not null check (kind in ('signed', 'published', 'taken_back')),
  step_at text not null,
  step_by text not null,
  document bytea not null
);
create index policy_briefing_steps_by_briefing on policy_briefing_steps (briefing_id, step_at, id);

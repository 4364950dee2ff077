-- +goose Up

-- Every text that was ever given to one key of an edition, or of the staff's interface (edition_id 'staff'), in one
-- language: the latest row stands, and none is changed or removed. form is the plural form, '' where there is none.
-- source is what it was translated from, so that a text whose original has changed can be told.
create table translation_texts (
  id text not null constraint translation_texts_pk primary key,
  edition_id text not null,
  lang text not null,
  key text not null,
  form text not null default '',
  source text not null,
  text text not null,
  back text not null default '',
  status text not null,
  role text not null check (role in ('translator', 'back_translator', 'speaker')),
  dialect text not null default '',
  account_id text not null,
  organisation_id text not null,
  via text not null check (via in ('xliff', 'po', 'suggestion', 'page')),
  at text not null
);
create index translation_texts_by_key on translation_texts (edition_id, lang, key, form, at, id);

-- A better wording somebody proposed, or a text that came back after its original had changed. It waits for a decision.
create table translation_proposals (
  id text not null constraint translation_proposals_pk primary key,
  edition_id text not null,
  lang text not null,
  key text not null,
  form text not null default '',
  source text not null,
  text text not null,
  back text not null default '',
  note text not null default '',
  kind text not null check (kind in ('wording', 'source_changed')),
  role text not null check (role in ('translator', 'back_translator', 'speaker', 'interpreter', 'young_person', 'worker')),
  dialect text not null default '',
  account_id text not null,
  organisation_id text not null,
  at text not null,
  state text not null check (state in ('waiting', 'accepted', 'refused')),
  decided_by text not null default '',
  decided_at text not null default '',
  reason text not null default ''
);
create index translation_proposals_by_state on translation_proposals (state, at, id);

-- A speaker's voice for one text. The voice is the speaker's: when they withdraw it, its bytes are deleted and this row
-- says so. words is what was read aloud; a recording of words that have changed is not played.
create table translation_recordings (
  id text not null constraint translation_recordings_pk primary key,
  edition_id text not null,
  lang text not null,
  key text not null,
  words text not null,
  media text not null,
  bytes integer not null,
  role text not null check (role in ('speaker', 'interpreter', 'translator')),
  dialect text not null default '',
  consent_at text not null,
  speaker text not null,
  account_id text not null,
  organisation_id text not null,
  at text not null,
  state text not null check (state in ('waiting', 'accepted', 'refused', 'withdrawn')),
  decided_by text not null default '',
  decided_at text not null default '',
  reason text not null default ''
);
create index translation_recordings_by_key on translation_recordings (edition_id, lang, state, key);
create index translation_recordings_by_speaker on translation_recordings (speaker);

create table translation_chunks (
  recording_id text not null constraint translation_chunks_recording references translation_recordings (id),
  place integer not null,
  bytes bytea not null,
  constraint translation_chunks_pk primary key (recording_id, place)
);

-- +goose Up

-- Whether an organisation lets young people have their place on a device of their own; a change is a new row. What it rests
-- on (who decided it, on what day, which assessment) is sealed under the system key. since is when it was switched on, ''
-- where it is off: what was opened before stays over when it is switched on again.
create table voice_allowed (
  id text not null constraint voice_allowed_pk primary key,
  organisation_id text not null,
  state text not null check (state in ('off', 'on')),
  since text not null default '',
  body bytea not null,
  changed_by text not null,
  changed_at text not null
);
create index voice_allowed_by_organisation on voice_allowed (organisation_id, changed_at, id);

-- A young person's own place on a device of theirs, opened by a worker with them. Its id is the holder of a grant, which says
-- whether it opens. way: four spoken words each time, or a passkey. second_index is a blind index of their second word, '' for
-- none; passkey is sealed under the record's key, null until there is one.
create table voice_places (
  id text not null constraint voice_places_pk primary key,
  record_id text not null,
  organisation_id text not null,
  grant_id text not null,
  way text not null check (way in ('words', 'passkey')),
  opened_by text not null,
  opened_at text not null,
  ends_at text not null,
  ended_at text not null default '',
  ended_by text not null default '',
  ended_how text not null default '' check (ended_how in ('', 'worker', 'renewed', 'pressed', 'setting')),
  second_index text not null default '',
  passkey bytea
);
create index voice_places_by_record on voice_places (record_id, opened_at, id);
create index voice_places_by_organisation on voice_places (organisation_id, ended_at);
create index voice_places_by_second on voice_places (second_index);

-- Four words that a worker says: they open a place once (words), or put a passkey on its device (passkey), within minutes.
-- first_index is a blind index of the first two; secret is a slow salted hash of all four, sealed under the system key, since
-- it is read before anybody is let in. A row is deleted when it is used.
create table voice_codes (
  id text not null constraint voice_codes_pk primary key,
  place_id text not null constraint voice_codes_place references voice_places (id),
  record_id text not null,
  opens text not null check (opens in ('words', 'passkey')),
  first_index text not null constraint voice_codes_first unique,
  secret bytea not null,
  made_by text not null,
  made_at text not null,
  ends_at text not null,
  tries integer not null default 0
);
create index voice_codes_by_place on voice_codes (place_id);

-- Who is in a place at this moment. stage: a passkey is being made, came in by words, came in by a passkey.
create table voice_sessions (
  id text not null constraint voice_sessions_pk primary key,
  token_hash text not null constraint voice_sessions_token unique,
  place_id text not null constraint voice_sessions_place references voice_places (id),
  record_id text not null,
  stage text not null check (stage in ('making', 'words', 'passkey')),
  challenge text not null default '',
  made_at text not null,
  seen_at text not null,
  ends_at text not null
);
create index voice_sessions_by_place on voice_sessions (place_id);

-- Questions to a passkey that were answered: a hash of each, so that no answer is taken twice.
create table voice_used (
  used_hash text not null constraint voice_used_pk primary key,
  ends_at text not null
);

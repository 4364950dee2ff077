-- +goose Up

-- A pocket card that a young person carries. code is the blind index of what stands on it; document holds the code itself,
-- sealed under the record's key, so that the card can be printed again. Never changed but for its end.
create table voice_cards (
  id text not null constraint voice_cards_pk primary key,
  record_id text not null,
  code text not null constraint voice_cards_code unique,
  made_by text not null,
  made_at text not null,
  ended_by text not null default '',
  ended_at text not null default '',
  document bytea not null
);
create index voice_cards_by_record on voice_cards (record_id, made_at, id);

-- Somebody asked with a card for the words that a young person carries on. A code that is on no card that counts leaves a row
-- too, with no record, no card and an empty document: whoever asked cannot tell the one from the other. decision is null
-- until somebody who answers for the record said yes or no. own_record_id is the record of whoever asked, where they hold one.
create table voice_asks (
  id text not null constraint voice_asks_pk primary key,
  record_id text not null default '',
  card_id text not null default '',
  asked_by text not null,
  organisation_id text not null,
  asked_at text not null,
  document bytea not null,
  answer text not null default '' check (answer in ('', 'yes', 'no')),
  decided_by text not null default '',
  decided_at text not null default '',
  decision bytea,
  grant_id text not null default '',
  until_at text not null default '',
  read_at text not null default '',
  taken_back_by text not null default '',
  taken_back_at text not null default '',
  own_record_id text not null default ''
);
create index voice_asks_by_record on voice_asks (record_id, asked_at, id);
create index voice_asks_by_asker on voice_asks (asked_by, asked_at);
create index voice_asks_by_own_record on voice_asks (own_record_id) where own_record_id <> '';

-- Which statements a yes was about: ids and codes alone. What they say is read from the record each time, and only where the
-- young person still carries them on.
create table voice_ask_words (
  id text not null constraint voice_ask_words_pk primary key,
  ask_id text not null constraint voice_ask_words_of references voice_asks (id),
  record_id text not null,
  place integer not null,
  contribution_id text not null,
  item text not null,
  constraint voice_ask_words_once unique (ask_id, contribution_id, item)
);
create index voice_ask_words_by_record on voice_ask_words (record_id);

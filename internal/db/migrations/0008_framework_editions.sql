-- +goose Up

-- Editions published here from somebody's own copy. A row never changes: records stand on it for a century. The document
-- is the canonical form (RFC 8785) of the open format, without signatures and without what is about one copy.
create table framework_editions (
  id text not null constraint framework_editions_pk primary key,
  set_id text not null,
  owner_id text not null,
  version text not null,
  follows_id text not null default '',
  uses text not null check (uses in ('organisation', 'partners', 'public')),
  source text not null,
  checksum text not null,
  digest text not null,
  document bytea not null,
  published_by text not null,
  published_at text not null
);
create index framework_editions_by_set on framework_editions (set_id, published_at, id);

-- Which organisations hold a copy of an edition, when they obtained it and from which file it was read.
create table framework_copies (
  id text not null constraint framework_copies_pk primary key,
  edition_id text not null constraint framework_copies_edition references framework_editions (id),
  organisation_id text not null,
  obtained_on text not null,
  original text not null,
  held_by text not null,
  held_at text not null,
  constraint framework_copies_once unique (edition_id, organisation_id)
);

-- Signatures of rights-holders, each verified before it was stored.
create table framework_signatures (
  id text not null constraint framework_signatures_pk primary key,
  edition_id text not null constraint framework_signatures_edition references framework_editions (id),
  public_key text not null,
  signature text not null,
  added_at text not null,
  constraint framework_signatures_once unique (edition_id, public_key)
);

-- An edition called back by who published or signed it. Records that stand on it keep standing.
create table framework_recalls (
  id text not null constraint framework_recalls_pk primary key,
  edition_id text not null constraint framework_recalls_edition references framework_editions (id),
  notice text not null,
  recalled_on text not null,
  recalled_by text not null,
  signatures text not null,
  added_by text not null,
  added_at text not null
);
create index framework_recalls_by_edition on framework_recalls (edition_id, added_at, id);

-- Public keys that an organisation has checked with their owners; organisation_id is empty for the whole service. The
-- latest row of a key stands.
create table framework_keys (
  id text not null constraint framework_keys_pk primary key,
  organisation_id text not null,
  public_key text not null,
  trusted boolean not null,
  decided_by text not null,
  decided_at text not null
);
create index framework_keys_by_key on framework_keys (public_key, organisation_id, decided_at, id);

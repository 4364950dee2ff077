-- +goose Up

-- Figures of several organisations put together from what each had already let out. document holds its title, sealed under the
-- system key. hash is the SHA-256 of the pool as a file, from the moment it was settled; then nothing of it changes.
create table insight_pools (
  id text not null constraint insight_pools_pk primary key,
  organisation_id text not null,
  made_at text not null,
  made_by text not null,
  settled_at text not null,
  settled_by text not null,
  hash text not null,
  document bytea not null
);
create index insight_pools_by_organisation on insight_pools (organisation_id, made_at, id);

-- The releases in a pool: hash is that of the release, document holds whose it is, and the release.
create table insight_pool_parts (
  id text not null constraint insight_pool_parts_pk primary key,
  pool_id text not null constraint insight_pool_parts_of references insight_pools (id),
  added_at text not null,
  added_by text not null,
  hash text not null,
  document bytea not null,
  constraint insight_pool_parts_once unique (pool_id, hash)
);

-- Rounds in which true numbers are added up masked. document holds the round's description and this organisation's mask key,
-- sealed under the system key. The first opening_id settles which contributions this organisation lets be added up, for ever.
create table insight_pool_rounds (
  id text not null constraint insight_pool_rounds_pk primary key,
  organisation_id text not null,
  round_hash text not null,
  joined_at text not null,
  joined_by text not null,
  opening_id text not null,
  release_id text not null,
  coverage_id text not null,
  document bytea not null,
  constraint insight_pool_rounds_once unique (organisation_id, round_hash)
);

-- Files of a round that were made here or taken in. sender is the public key that signed; attempt is the hash of the list of
-- contributors that the file belongs to, '' before there is one. document holds the file and, of a contribution made here, the seed
-- of its own mask.
create table insight_pool_files (
  id text not null constraint insight_pool_files_pk primary key,
  round_id text not null constraint insight_pool_files_of references insight_pool_rounds (id),
  kind text not null check (kind in ('round', 'announcement', 'roster', 'contribution', 'opening')),
  sender text not null,
  attempt text not null,
  hash text not null,
  at text not null,
  by_id text not null,
  document bytea not null,
  constraint insight_pool_files_once unique (round_id, kind, sender, attempt)
);

-- +goose Up

-- Keys are "integer" so that SQLite keeps each table as one tree with no second copy of the key in an index: there is
-- then no byte that verify does not read. A 32-bit block number is enough for 500 thousand million entries.

-- Where the log ends: how many entries, the hashes of its right edge, how many checkpoints. No row before the first entry.
create table ledger_head (
  id integer not null constraint ledger_head_pk primary key constraint ledger_head_one check (id = 1),
  size bigint not null,
  frontier bytea not null,
  checkpoints integer not null
);

-- A full block of 256 entries: its hash in the tree, and the 256 leaf hashes.
create table ledger_blocks (
  block integer not null constraint ledger_blocks_pk primary key,
  top bytea not null,
  leaves bytea not null
);

-- What the entries of a full block say, apart from the leaves so that it can be destroyed without them.
create table ledger_payloads (
  block integer not null constraint ledger_payloads_pk primary key,
  payload bytea not null
);

-- Which entries of a full block are about whom, as tags that only the holder of a record's key can make.
create table ledger_tags (
  block integer not null constraint ledger_tags_pk primary key,
  tags bytea not null
);

-- The hashes of 256 full blocks, so that a proof reads a few rows and not thousands.
create table ledger_tiles (
  tile integer not null constraint ledger_tiles_pk primary key,
  top bytea not null,
  tops bytea not null
);

-- The open block: runs of entries as they were committed; place is the first one's number within the block.
create table ledger_tail (
  place integer not null constraint ledger_tail_pk primary key,
  payload bytea not null,
  leaves bytea not null
);

-- Signed statements of size and root, numbered from 1.
create table ledger_checkpoints (
  number integer not null constraint ledger_checkpoints_pk primary key,
  size bigint not null,
  note text not null,
  verifier text not null
);

-- PostgreSQL only: entries that are durable and wait, about a second, for their place.
create table ledger_pending (
  id text not null constraint ledger_pending_pk primary key,
  payload bytea not null,
  digest bytea not null
);

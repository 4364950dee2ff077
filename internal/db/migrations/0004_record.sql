-- +goose Up

-- A young person's record. What anybody could read here says only that a record exists, whose it is and where.
create table record_people (
  id text not null constraint record_people_pk primary key,
  organisation_id text not null,
  nation text not null check (nation in ('england', 'scotland', 'wales', 'northern-ireland')),
  opened_at text not null,
  opened_by text not null,
  last_sitting_at text not null default ''
);
create index record_people_by_sitting on record_people (last_sitting_at, opened_at, id);

-- Names, birth, languages, needs: one encrypted document a version; the newest holds.
create table record_profiles (
  id text not null constraint record_profiles_pk primary key,
  record_id text not null constraint record_profiles_person references record_people (id),
  at text not null,
  author_id text not null,
  document bytea not null
);
create index record_profiles_by_record on record_profiles (record_id, at, id);

-- Names once more, sealed under the system key, for the search index in memory. Goes with the record.
create table record_names (
  record_id text not null constraint record_names_pk primary key constraint record_names_person references record_people (id),
  revision text not null, -- the profile they are of, which is also the newest
  updated_at text not null,
  names bytea not null
);
create index record_names_by_update on record_names (updated_at);

-- Exact identifiers (a local case number): found by blind index, shown from ciphertext.
create table record_identifiers (
  record_id text not null constraint record_identifiers_person references record_people (id),
  kind text not null,
  blind text not null,
  document bytea not null,
  constraint record_identifiers_pk primary key (record_id, kind)
);
create index record_identifiers_by_blind on record_identifiers (kind, blind);

-- Sealed details: address, phone, school, route, a worker's contact. Their own key, their own table, one at a time.
create table record_sealed (
  id text not null constraint record_sealed_pk primary key,
  record_id text not null constraint record_sealed_person references record_people (id),
  class text not null check (class in ('address', 'phone', 'school', 'route', 'contact')),
  at text not null,
  author_id text not null,
  replaces text not null default '',
  document bytea not null
);
create index record_sealed_by_record on record_sealed (record_id, at, id);

-- Files: header and chunks under the record's key.
create table record_blobs (
  id text not null constraint record_blobs_pk primary key,
  record_id text not null constraint record_blobs_person references record_people (id),
  at text not null,
  author_id text not null,
  size bigint not null,
  document bytea not null,
  header bytea not null
);
create index record_blobs_by_record on record_blobs (record_id, at, id);
create table record_blob_chunks (
  blob_id text not null constraint record_blob_chunks_blob references record_blobs (id),
  position integer not null,
  content bytea not null,
  constraint record_blob_chunks_pk primary key (blob_id, position)
);

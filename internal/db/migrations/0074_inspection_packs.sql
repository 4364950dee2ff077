-- +goose Up

-- A framework of an inspectorate that an organisation loaded as a file. document is the file as it came: it is about an
-- inspectorate, and public. A file with the same id is a later version; the one loaded last holds.
create table inspection_frameworks (
  id text not null constraint inspection_frameworks_pk primary key,
  organisation_id text not null,
  framework_id text not null,
  hash text not null,
  loaded_at text not null,
  loaded_by text not null,
  document text not null
);
create index inspection_frameworks_by_organisation on inspection_frameworks (organisation_id, loaded_at);

-- A pack: evidence laid under an inspectorate's headings.
create table inspection_packs (
  id text not null constraint inspection_packs_pk primary key,
  organisation_id text not null,
  begun_at text not null,
  begun_by text not null
);
create index inspection_packs_by_organisation on inspection_packs (organisation_id, begun_at);

-- A pack as it stood. Versions are added, never changed; the last one holds. hash is that of the document before it is
-- sealed. sealed under the system key: it is about a service, and every figure in it passed disclosure control.
create table inspection_pack_versions (
  id text not null constraint inspection_pack_versions_pk primary key,
  pack_id text not null constraint inspection_pack_versions_of references inspection_packs (id),
  place integer not null,
  made_at text not null,
  made_by text not null,
  hash text not null,
  document bytea not null,
  constraint inspection_pack_versions_place unique (pack_id, place)
);

-- +goose Up

-- What the door saw, one row for each person, day, kind and record: ids, codes and times, no word. Watching over access reads it,
-- so that nobody reads the whole ledger for it. '' as record: a search. hour is of exports alone. way is the reason of the
-- grant that the first look of the day came by.
create table access_looks (
  actor_id text not null,
  day text not null,
  kind text not null check (kind in ('opened', 'refused', 'sealed', 'exported', 'own_name')),
  record_id text not null default '',
  hour text not null default '',
  organisation_id text not null,
  way text not null default '',
  at text not null,
  constraint access_looks_pk primary key (actor_id, day, kind, record_id, hour)
);
create index access_looks_by_day on access_looks (day);
create index access_looks_by_record on access_looks (record_id);

-- +goose Up

-- Figures that somebody else published, in time. document is JSON and plain: it is published, and a number of people below the
-- threshold was hidden before it was written. Rows are added, never changed: the last place of a root holds.
create table policy_series (
  id text not null constraint policy_series_pk primary key,
  organisation_id text not null,
  root_id text not null,
  place integer not null,
  added_at text not null,
  added_by text not null,
  hash text not null,
  document text not null,
  constraint policy_series_place unique (root_id, place)
);
create index policy_series_by_organisation on policy_series (organisation_id, added_at, id);

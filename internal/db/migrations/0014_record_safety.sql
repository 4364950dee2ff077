-- +goose Up

-- A young person's own page of what keeps them safe, part by part, under the key of sealed details. Never changed: of
-- each part the newest row holds, and one that was emptied is an empty row. carry says what of it goes on a card.
create table record_safety (
  id text not null constraint record_safety_pk primary key,
  record_id text not null constraint record_safety_person references record_people (id),
  part text not null check (part in ('helps', 'trust', 'pressed', 'missing', 'carry')),
  at text not null,
  author_id text not null,
  document bytea not null
);
create index record_safety_by_record on record_safety (record_id, at, id);

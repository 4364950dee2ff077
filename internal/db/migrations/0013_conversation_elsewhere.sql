-- +goose Up

-- That a young person pressed "I am not safe now", or that something was said that must be recorded elsewhere. What it
-- was stands in no row here. Never changed: what came of it (a reference, or that it was a mistake) is a later row whose
-- about names the first. at is when it was pressed, which may be long before the row came here from a device.
create table conversation_marks (
  id text not null constraint conversation_marks_pk primary key,
  sitting_id text not null constraint conversation_marks_sitting references conversation_sittings (id),
  record_id text not null,
  author_id text not null,
  kind text not null check (kind in ('elsewhere', 'unsafe')),
  at text not null,
  about text not null default '',
  document bytea not null
);
create index conversation_marks_by_record on conversation_marks (record_id, at, id);
create index conversation_marks_by_sitting on conversation_marks (sitting_id, at, id);

-- +goose Up

-- What somebody will do, for which outcomes, by when. state, due_on and told_at are derived from the events.
create table promise_promises (
  id text not null constraint promise_promises_pk primary key,
  record_id text not null,
  sitting_id text not null default '',
  edition_id text not null,
  made_at text not null,
  made_by text not null,
  owner_id text not null default '',
  items text not null,
  agreed text not null check (agreed in ('yes', 'no', 'not_asked')),
  due_on text not null,
  state text not null check (state in ('open', 'kept', 'handed_over', 'broken')),
  state_at text not null,
  told_at text not null default '',
  document bytea not null
);
create index promise_promises_by_record on promise_promises (record_id, made_at, id);
create index promise_promises_by_due on promise_promises (state, due_on);

-- Everything that happened to a promise, in order. Never changed. place counts from 1 within a promise: the order holds
-- whatever a clock said, and two people who settle at once cannot both be next.
create table promise_events (
  id text not null constraint promise_events_pk primary key,
  promise_id text not null constraint promise_events_promise references promise_promises (id),
  place integer not null,
  record_id text not null,
  at text not null,
  author_id text not null,
  kind text not null check (kind in ('made', 'changed', 'kept', 'handed_over', 'broken', 'told_back')),
  due_on text not null default '',
  document bytea not null,
  constraint promise_events_in_order unique (promise_id, place)
);
create index promise_events_by_record on promise_events (record_id);

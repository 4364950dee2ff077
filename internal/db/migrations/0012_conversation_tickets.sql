-- +goose Up

-- A sitting that is held where there is no network, on a device or on paper: who took it out, with which label, until
-- when. One without a record is nobody's yet. The sitting's and the contribution's ids are made with it, so that what
-- comes in twice is there once. code is a blind index of the short code on paper.
create table conversation_tickets (
  id text not null constraint conversation_tickets_pk primary key,
  kind text not null check (kind in ('device', 'paper')),
  record_id text not null default '',
  worker_id text not null,
  organisation_id text not null,
  device_id text not null default '',
  key_id text not null default '',
  picture text not null,
  word text not null,
  edition_id text not null,
  language text not null default '',
  nation text not null,
  sitting_id text not null,
  contribution_id text not null,
  issued_at text not null,
  expires_at text not null,
  state text not null default 'open' check (state in ('open', 'used', 'withdrawn')),
  code text not null default '',
  constraint conversation_tickets_sitting unique (sitting_id)
);
create index conversation_tickets_by_worker on conversation_tickets (worker_id, state, expires_at);
create index conversation_tickets_by_device on conversation_tickets (device_id, worker_id, state);
create index conversation_tickets_by_record on conversation_tickets (record_id, issued_at);
create index conversation_tickets_by_code on conversation_tickets (code);

-- What came in from a device: an envelope that nobody here has read. enc and ct are sealed to a receiving key of the key
-- ring; they are emptied when the sitting was taken in or destroyed, and the row stays to say so. At most one row of a
-- ticket and a device holds an envelope. offset_seconds is by how much the device's clock was behind at its arrival.
create table conversation_arrivals (
  id text not null constraint conversation_arrivals_pk primary key,
  ticket_id text not null,
  record_id text not null default '',
  worker_id text not null,
  organisation_id text not null default '',
  device_id text not null default '',
  seq bigint not null,
  is_last boolean not null,
  made_at text not null,
  offset_seconds bigint not null,
  arrived_at text not null,
  key_id text not null,
  enc bytea not null,
  ct bytea not null,
  token text not null,
  state text not null check (state in ('waiting', 'quarantined', 'taken_in', 'destroyed')),
  reason text not null default '',
  settled_at text not null default '',
  settled_by text not null default '',
  settled_record text not null default '',
  sitting_id text not null default ''
);
create index conversation_arrivals_by_ticket on conversation_arrivals (ticket_id, device_id, state);
create index conversation_arrivals_by_worker on conversation_arrivals (worker_id, state, arrived_at);
create index conversation_arrivals_by_record on conversation_arrivals (record_id, state);
create index conversation_arrivals_by_organisation on conversation_arrivals (organisation_id, state);
create index conversation_arrivals_by_sitting on conversation_arrivals (sitting_id);

-- A sitting that stood on the wrong record. Its rows belong to no record any more and hold no word; this one says on the
-- record that it was there, since when it is not, and who said so.
create table conversation_misplaced (
  sitting_id text not null constraint conversation_misplaced_pk primary key,
  record_id text not null,
  at text not null,
  author_id text not null,
  document bytea not null
);
create index conversation_misplaced_by_record on conversation_misplaced (record_id, at);

-- +goose Up

-- Everything said of a meeting, one row for each thing, never changed: its plan, answers to invitations, who was there, what
-- was said, decided, promised. corrects points at the line that this one sets right, about at the invitation or line it speaks
-- of, whose_id at the invitation of the agency whose it is ('' the organisation that convened). audience is 'room', 'us', or
-- invitation ids. promise_id is the promise that carries it out. document is the text, sealed under the record's key.
create table sharing_lines (
  id text not null constraint sharing_lines_pk primary key,
  meeting_id text not null constraint sharing_lines_of references sharing_meetings (id),
  record_id text not null,
  kind text not null check (kind in ('plan', 'answer', 'present', 'wish', 'said', 'point', 'decision', 'dissent', 'promise', 'permit', 'draft', 'paper')),
  code text not null default '',
  about text not null default '',
  corrects text not null default '',
  whose_id text not null default '',
  audience text not null default 'room',
  promise_id text not null default '',
  due_on text not null default '',
  author_id text not null,
  organisation_id text not null,
  at text not null,
  document bytea not null
);
create index sharing_lines_by_meeting on sharing_lines (meeting_id, at, id);
create index sharing_lines_by_record on sharing_lines (record_id);

-- Minutes as they were agreed: made once, never changed. document is all lines as they stood, sealed under the record's key;
-- hash is the SHA-256 of the opened document, and stands in the ledger too.
create table sharing_minutes (
  id text not null constraint sharing_minutes_pk primary key,
  meeting_id text not null constraint sharing_minutes_of references sharing_meetings (id),
  record_id text not null,
  version integer not null,
  agreed_by text not null,
  agreed_at text not null,
  hash text not null,
  document bytea not null,
  constraint sharing_minutes_once unique (meeting_id, version)
);
create index sharing_minutes_by_record on sharing_minutes (record_id);

-- Who of an agency opened a meeting, and which lines were there to be read: one row for a person and a day.
create table sharing_heard (
  id text not null constraint sharing_heard_pk primary key,
  meeting_id text not null constraint sharing_heard_of references sharing_meetings (id),
  record_id text not null,
  account_id text not null,
  organisation_id text not null,
  day text not null,
  first_at text not null,
  lines text not null,
  constraint sharing_heard_once unique (meeting_id, account_id, day)
);
create index sharing_heard_by_record on sharing_heard (record_id);

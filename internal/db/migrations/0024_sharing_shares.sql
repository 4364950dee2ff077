-- +goose Up

-- A decision about another agency of this deployment: to let it see named elements until a day, or not to. Never changed but
-- for its end. document holds why, sealed under the record's key; a decision not to share has no elements and no grant.
create table sharing_shares (
  id text not null constraint sharing_shares_pk primary key,
  record_id text not null,
  organisation_id text not null,
  recipient_id text not null,
  decision text not null check (decision in ('share', 'not_share')),
  decided_by text not null,
  decided_at text not null,
  ends_at text not null,
  ended_by text not null default '',
  ended_at text not null default '',
  grant_id text not null default '',
  document bytea not null
);
create index sharing_shares_by_record on sharing_shares (record_id, decided_at, id);

-- What a share names: ids and codes alone. What they say is read from the record each time, so that what was corrected,
-- withheld or not permitted any more is not shown. ref is a contribution or a promise, item a code within it.
create table sharing_elements (
  id text not null constraint sharing_elements_pk primary key,
  share_id text not null constraint sharing_elements_of references sharing_shares (id),
  record_id text not null,
  place integer not null,
  kind text not null check (kind in ('field', 'words', 'answer', 'view', 'finding', 'barrier', 'promise')),
  ref text not null default '',
  item text not null default '',
  mark text not null check (mark in ('fact', 'opinion', 'words')),
  constraint sharing_elements_once unique (share_id, kind, ref, item)
);
create index sharing_elements_by_record on sharing_elements (record_id);

-- Who opened a share, and which elements were there to be read: one row for a person and a day.
create table sharing_seen (
  id text not null constraint sharing_seen_pk primary key,
  share_id text not null constraint sharing_seen_of references sharing_shares (id),
  record_id text not null,
  account_id text not null,
  organisation_id text not null,
  day text not null,
  first_at text not null,
  elements text not null,
  constraint sharing_seen_once unique (share_id, account_id, day)
);
create index sharing_seen_by_record on sharing_seen (record_id);

-- What the receiving agency says itself: its view or finding, or that it promised something (ref is the promise). Never
-- changed; a later row that corrects an earlier one points back.
create table sharing_answers (
  id text not null constraint sharing_answers_pk primary key,
  share_id text not null constraint sharing_answers_of references sharing_shares (id),
  record_id text not null,
  author_id text not null,
  organisation_id text not null,
  kind text not null check (kind in ('view', 'finding', 'promise')),
  item text not null default '',
  ref text not null default '',
  corrects text not null default '',
  at text not null,
  document bytea not null
);
create index sharing_answers_by_record on sharing_answers (record_id, at, id);

-- +goose Up

-- What a share names can be a file of the record: ref is the file. taken_back is when a notice went to another deployment that
-- the young person's yes to these words had ended. Both engines can change such a check only by a new table.
create table sharing_elements_next (
  id text not null constraint sharing_elements_next_pk primary key,
  share_id text not null constraint sharing_elements_next_of references sharing_shares (id),
  record_id text not null,
  place integer not null,
  kind text not null check (kind in ('field', 'words', 'answer', 'view', 'finding', 'barrier', 'promise', 'file')),
  ref text not null default '',
  item text not null default '',
  mark text not null check (mark in ('fact', 'opinion', 'words')),
  taken_back text not null default '',
  constraint sharing_elements_next_once unique (share_id, kind, ref, item)
);
insert into sharing_elements_next (id, share_id, record_id, place, kind, ref, item, mark)
  select id, share_id, record_id, place, kind, ref, item, mark from sharing_elements;
drop table sharing_elements;
alter table sharing_elements_next rename to sharing_elements;
create index sharing_elements_by_record on sharing_elements (record_id);

-- A package can say that single elements were taken back: the young person's yes ended, and what is left of the share stands.
create table sharing_packages_next (
  id text not null constraint sharing_packages_next_pk primary key,
  transfer_id text not null constraint sharing_packages_next_transfer references sharing_transfers (id),
  partner_id text not null,
  direction text not null check (direction in ('out', 'in')),
  package_id text not null,
  kind text not null check (kind in ('share', 'receipt', 'answer', 'end', 'taken_back')),
  sequence integer not null,
  hash text not null,
  at text not null,
  by_id text not null,
  document bytea not null,
  file bytea not null,
  constraint sharing_packages_next_once unique (partner_id, direction, package_id)
);
insert into sharing_packages_next (id, transfer_id, partner_id, direction, package_id, kind, sequence, hash, at, by_id, document, file)
  select id, transfer_id, partner_id, direction, package_id, kind, sequence, hash, at, by_id, document, file from sharing_packages;
drop table sharing_packages;
alter table sharing_packages_next rename to sharing_packages;
create index sharing_packages_by_transfer on sharing_packages (transfer_id, at, id);

-- Which promise of a record a partner's answer made: what they say of it later finds it by their own id of it.
create table sharing_pledges (
  promise_id text not null constraint sharing_pledges_pk primary key,
  record_id text not null,
  transfer_id text not null constraint sharing_pledges_of references sharing_transfers (id),
  element_id text not null,
  constraint sharing_pledges_once unique (transfer_id, element_id)
);
create index sharing_pledges_by_record on sharing_pledges (record_id);

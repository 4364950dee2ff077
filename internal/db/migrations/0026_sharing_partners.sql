-- +goose Up

-- An organisation's own keys towards other deployments. secret is sealed under the key ring's system key; the newest signs,
-- all of them open what is on its way.
create table sharing_keys (
  id text not null constraint sharing_keys_pk primary key,
  organisation_id text not null,
  made_at text not null,
  secret bytea not null
);
create index sharing_keys_by_organisation on sharing_keys (organisation_id, made_at, id);

-- Other deployments, as an organisation knows them: one row for a fingerprint, so that what came once never comes twice.
create table sharing_partners (
  id text not null constraint sharing_partners_pk primary key,
  organisation_id text not null,
  fingerprint text not null,
  document bytea not null,
  added_by text not null,
  added_at text not null,
  confirmed_by text not null default '',
  confirmed_at text not null default '',
  ended_by text not null default '',
  ended_at text not null default ''
);
create unique index sharing_partners_by_organisation on sharing_partners (organisation_id, fingerprint);

-- One share with another deployment, on either side. ours is this side's own id, share the sender's. record_id is '' once the
-- record is destroyed, and for a share that was taken back before it arrived.
create table sharing_transfers (
  id text not null constraint sharing_transfers_pk primary key,
  organisation_id text not null,
  partner_id text not null constraint sharing_transfers_partner references sharing_partners (id),
  side text not null check (side in ('sent', 'received')),
  share_id text not null,
  record_id text not null,
  state text not null check (state in ('open', 'withdrawn', 'expired', 'destroyed')),
  started_at text not null,
  started_by text not null,
  ends_at text not null,
  destroy_at text not null,
  ended_at text not null default '',
  sent_last integer not null,
  received_last integer not null,
  constraint sharing_transfers_share unique (partner_id, side, share_id)
);
create index sharing_transfers_by_organisation on sharing_transfers (organisation_id, side, started_at, id);
create index sharing_transfers_by_record on sharing_transfers (record_id, started_at, id);

-- Every package that went or came: what proves it, and refuses it a second time. document is the package itself, sealed
-- under the record's key, file what was handed over, encrypted to the partner. Once the record is destroyed both are empty
-- (the file of a receipt, which tells nothing of anybody, stays) and the rest of the row remains.
create table sharing_packages (
  id text not null constraint sharing_packages_pk primary key,
  transfer_id text not null constraint sharing_packages_transfer references sharing_transfers (id),
  partner_id text not null,
  direction text not null check (direction in ('out', 'in')),
  package_id text not null,
  kind text not null check (kind in ('share', 'receipt', 'answer', 'end')),
  sequence integer not null,
  hash text not null,
  at text not null,
  by_id text not null,
  document bytea not null,
  file bytea not null,
  constraint sharing_packages_once unique (partner_id, direction, package_id)
);
create index sharing_packages_by_transfer on sharing_packages (transfer_id, at, id);

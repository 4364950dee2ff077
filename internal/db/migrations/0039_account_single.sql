-- +goose Up

-- How an organisation's people sign in; a change is a new row. What it says (issuer, client, secret, domains, strength) is
-- sealed under the system key. With passkeys_only nothing else completes a sign-in with a password.
create table account_single (
  id text not null constraint account_single_pk primary key,
  organisation_id text not null references account_organisations (id),
  state text not null check (state in ('off', 'on')),
  passkeys_only text not null check (passkeys_only in ('no', 'yes')),
  body bytea not null,
  changed_by text not null,
  changed_at text not null
);
create index account_single_by_organisation on account_single (organisation_id, changed_at);

-- Domains of e-mail addresses whose people sign in with their organisation, by a blind index: one organisation each.
create table account_single_domains (
  domain_index text not null constraint account_single_domains_pk primary key,
  organisation_id text not null references account_organisations (id)
);

-- Which identity at an issuer is which account: a blind index of both together. The identity itself is sealed under the account's key.
create table account_single_links (
  identity_index text not null constraint account_single_links_pk primary key,
  id text not null constraint account_single_links_id unique,
  account_id text not null references account_people (id),
  subject bytea not null,
  made_at text not null
);
create index account_single_links_by_account on account_single_links (account_id);

-- What may be used once: the state of a sign-in that came back, the number of a message that ended one. A blind index of it.
create table account_single_used (
  used_hash text not null constraint account_single_used_pk primary key,
  ends_at text not null
);

-- The identity that a session came in by, and the issuer's own name for its session (a blind index); '' for a local sign-in.
alter table account_sessions add column link_id text not null default '';
alter table account_sessions add column sid_index text not null default '';
create index account_sessions_by_link on account_sessions (link_id);

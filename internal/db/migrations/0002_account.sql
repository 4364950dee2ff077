-- +goose Up

-- Bodies that people work for. The name is sealed under the ring's system key.
create table account_organisations (
  id text not null constraint account_organisations_pk primary key,
  name bytea not null,
  kind text not null check (kind in ('council', 'health-trust', 'charity', 'guardian-service', 'agency')),
  nation text not null check (nation in ('england', 'scotland', 'wales', 'northern-ireland')),
  revision text not null,
  made_at text not null
);

create table account_teams (
  id text not null constraint account_teams_pk primary key,
  organisation_id text not null references account_organisations (id),
  name bytea not null,
  revision text not null,
  made_at text not null
);
create index account_teams_by_organisation on account_teams (organisation_id);

-- One row per person who can sign in. Name, e-mail and password hash are sealed under the account's own data key; the
-- e-mail is found by a blind index. A new revision with every change of a name lets names be kept in memory safely.
create table account_people (
  id text not null constraint account_people_pk primary key,
  organisation_id text not null references account_organisations (id),
  state text not null check (state in ('invited', 'active', 'closed')),
  name bytea not null,
  email bytea not null,
  email_index text not null constraint account_people_email unique,
  password bytea,
  language text not null default '',
  factor_failures integer not null default 0,
  factor_failed_at text not null default '',
  revision text not null,
  made_at text not null,
  closed_at text not null default ''
);
create index account_people_by_organisation on account_people (organisation_id, state);

create table account_roles (
  account_id text not null references account_people (id),
  role text not null check (role in ('practitioner', 'guardian', 'manager', 'auditor', 'analyst', 'trainer', 'steward', 'administrator')),
  constraint account_roles_pk primary key (account_id, role)
);

create table account_memberships (
  id text not null constraint account_memberships_pk primary key,
  account_id text not null references account_people (id),
  team_id text not null references account_teams (id),
  starts_at text not null,
  ends_at text not null
);
create index account_memberships_by_account on account_memberships (account_id, ends_at);
create index account_memberships_by_team on account_memberships (team_id, ends_at);

-- Second factors: a one-time-password secret or a passkey, sealed under the account's key. A fresh one is not proven yet.
create table account_factors (
  id text not null constraint account_factors_pk primary key,
  account_id text not null references account_people (id),
  kind text not null check (kind in ('totp', 'passkey')),
  state text not null check (state in ('fresh', 'active')),
  secret bytea not null,
  last_step bigint not null default 0,
  made_at text not null,
  used_at text not null default ''
);
create index account_factors_by_account on account_factors (account_id, state);

-- Recovery codes, by a keyed index of each. shown holds the code, sealed, only until its owner has said that it is kept.
create table account_recovery (
  id text not null constraint account_recovery_pk primary key,
  account_id text not null references account_people (id),
  place integer not null,
  code_index text not null,
  shown bytea,
  used_at text not null default ''
);
create index account_recovery_by_account on account_recovery (account_id, code_index);

-- One-time codes that let a person in for the first time, or again after a reset.
create table account_invitations (
  id text not null constraint account_invitations_pk primary key,
  account_id text not null references account_people (id),
  code_index text not null constraint account_invitations_code unique,
  made_by text not null,
  made_at text not null,
  ends_at text not null,
  used_at text not null default ''
);
create index account_invitations_by_account on account_invitations (account_id, used_at);

-- Browsers that have completed a sign-in before; only a hash of what they hold.
create table account_devices (
  id text not null constraint account_devices_pk primary key,
  account_id text not null references account_people (id),
  token_hash text not null constraint account_devices_token unique,
  made_at text not null,
  seen_at text not null
);
create index account_devices_by_account on account_devices (account_id);

-- Sign-ins under way and sessions. Exempt from the door: they are what tells who stands before it.
create table account_sessions (
  id text not null constraint account_sessions_pk primary key,
  token_hash text not null constraint account_sessions_token unique,
  account_id text not null references account_people (id),
  stage text not null check (stage in ('password', 'enrol', 'full')),
  invitation_id text not null default '',
  agent text not null default '',
  challenge text not null,
  tries integer not null default 0,
  made_at text not null,
  seen_at text not null,
  proved_at text not null,
  ends_at text not null
);
create index account_sessions_by_account on account_sessions (account_id);
create index account_sessions_by_end on account_sessions (ends_at);

-- A sign-in is reset by two people: one asks, another approves.
create table account_resets (
  id text not null constraint account_resets_pk primary key,
  account_id text not null references account_people (id),
  organisation_id text not null references account_organisations (id),
  asked_by text not null,
  asked_as text not null check (asked_as in ('administrator', 'manager')),
  asked_at text not null,
  ends_at text not null,
  outcome text not null default '' check (outcome in ('', 'approved', 'withdrawn')),
  settled_by text not null default '',
  settled_at text not null default ''
);
create index account_resets_by_organisation on account_resets (organisation_id, outcome, ends_at);

-- How each organisation's service stands; a change is a new row. What it says is sealed under the system key.
create table account_service (
  id text not null constraint account_service_pk primary key,
  organisation_id text not null references account_organisations (id),
  mode text not null check (mode in ('trial', 'live')),
  body bytea not null,
  changed_by text not null,
  changed_at text not null
);
create index account_service_by_organisation on account_service (organisation_id, changed_at);

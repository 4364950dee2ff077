-- +goose Up

-- How an organisation will know what a change did. document is sealed under the system key; a draft is written again until it is
-- locked, and from then on never. hash is its SHA-256 before it is sealed, as the ledger has it. An amendment is the next place.
create table policy_plans (
  id text not null constraint policy_plans_pk primary key,
  organisation_id text not null,
  root_id text not null,
  place integer not null,
  initiative_id text not null,
  made_at text not null,
  made_by text not null,
  changed_at text not null,
  locked_at text not null,
  locked_by text not null,
  hash text not null,
  document bytea not null,
  constraint policy_plans_place unique (root_id, place)
);
create index policy_plans_by_organisation on policy_plans (organisation_id, made_at, id);

-- What was found when a locked plan was carried out: over which figures, and in whose words. The numbers are worked out from the
-- figures again whenever they are shown. Rows are added, never changed.
create table policy_evaluations (
  id text not null constraint policy_evaluations_pk primary key,
  organisation_id text not null,
  plan_id text not null constraint policy_evaluations_of references policy_plans (id),
  made_at text not null,
  made_by text not null,
  source_id text not null,
  source_hash text not null,
  hash text not null,
  document bytea not null
);
create index policy_evaluations_by_plan on policy_evaluations (plan_id, made_at, id);

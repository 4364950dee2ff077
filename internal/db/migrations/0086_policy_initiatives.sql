-- +goose Up

-- A change that somebody thinks about. It is about a policy and never about a young person; document is sealed under the
-- system key.
create table policy_initiatives (
  id text not null constraint policy_initiatives_pk primary key,
  organisation_id text not null,
  nation text not null,
  made_at text not null,
  made_by text not null,
  document bytea not null
);
create index policy_initiatives_by_organisation on policy_initiatives (organisation_id, made_at, id);

-- What became of it. Steps are added, never changed: the latest one that is not worded is how it stands, and the words of the
-- latest one that is hold.
create table policy_initiative_steps (
  id text not null constraint policy_initiative_steps_pk primary key,
  initiative_id text not null constraint policy_initiative_steps_of references policy_initiatives (id),
  kind text not null check (kind in ('thought', 'decided', 'began', 'reviewed', 'given_up', 'worded')),
  on_day text not null,
  step_at text not null,
  step_by text not null,
  document bytea not null
);
create index policy_initiative_steps_by_initiative on policy_initiative_steps (initiative_id, step_at, id);

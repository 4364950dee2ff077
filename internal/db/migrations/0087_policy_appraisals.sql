-- +goose Up

-- A look at a change before it is made. It is about a policy and never about a young person. document is sealed under the system
-- key and holds the template it was begun with. initiative_id and edition_id may be '': there is no initiative, and no
-- framework was in use.
create table policy_appraisals (
  id text not null constraint policy_appraisals_pk primary key,
  organisation_id text not null,
  initiative_id text not null,
  nation text not null,
  edition_id text not null,
  begun_at text not null,
  begun_by text not null,
  document bytea not null
);
create index policy_appraisals_by_organisation on policy_appraisals (organisation_id, begun_at, id);

-- What is said in one part of it (a section's questions, the options, a lens, a summary). Rows are added, never changed; of a part
-- the last one stands.
create table policy_appraisal_parts (
  id text not null constraint policy_appraisal_parts_pk primary key,
  appraisal_id text not null constraint policy_appraisal_parts_of references policy_appraisals (id),
  part text not null,
  said_at text not null,
  said_by text not null,
  document bytea not null
);
create index policy_appraisal_parts_by_appraisal on policy_appraisal_parts (appraisal_id, said_at, id);

-- What became of it. due_on is the day on which somebody is to look again, or ''.
create table policy_appraisal_steps (
  id text not null constraint policy_appraisal_steps_pk primary key,
  appraisal_id text not null constraint policy_appraisal_steps_of references policy_appraisals (id),
  kind text not null check (kind in ('sent', 'back', 'signed', 'published', 'reviewed')),
  step_at text not null,
  step_by text not null,
  due_on text not null,
  document bytea not null
);
create index policy_appraisal_steps_by_appraisal on policy_appraisal_steps (appraisal_id, step_at, id);

-- A template of an organisation's own.
create table policy_templates (
  id text not null constraint policy_templates_pk primary key,
  organisation_id text not null,
  loaded_at text not null,
  loaded_by text not null,
  document bytea not null
);
create index policy_templates_by_organisation on policy_templates (organisation_id, loaded_at, id);

-- +goose Up

-- What an organisation's audits read for, as it wrote it, and how it grades. Each row is one version and never changes: a
-- programme rests on one version. Both are about a service and never about a young person; document is sealed under the system
-- key.
create table caseaudit_templates (
  id text not null constraint caseaudit_templates_pk primary key,
  organisation_id text not null,
  template_id text not null,
  version integer not null,
  made_at text not null,
  made_by text not null,
  document bytea not null
);
create unique index caseaudit_templates_by_version on caseaudit_templates (organisation_id, template_id, version);

create table caseaudit_scales (
  id text not null constraint caseaudit_scales_pk primary key,
  organisation_id text not null,
  scale_id text not null,
  version integer not null,
  made_at text not null,
  made_by text not null,
  document bytea not null
);
create unique index caseaudit_scales_by_version on caseaudit_scales (organisation_id, scale_id, version);

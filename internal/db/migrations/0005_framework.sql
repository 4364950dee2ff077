-- +goose Up

-- Which edition an organisation chose to work with. A history: a later row replaces an earlier one, and none is changed,
-- for records keep the edition they were made against.
create table framework_choices (
  id text not null constraint framework_choices_pk primary key,
  organisation_id text not null,
  edition_id text not null,
  chosen_by text not null,
  chosen_at text not null
);
create index framework_choices_by_organisation on framework_choices (organisation_id, chosen_at, id);

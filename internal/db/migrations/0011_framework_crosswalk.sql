-- +goose Up

-- How the items of one edition stand to those of another, as one organisation sees it: never the authors' word, and
-- never a reason to turn what was said under the one into something said under the other.
create table framework_crosswalks (
  id text not null constraint framework_crosswalks_pk primary key,
  organisation_id text not null,
  from_edition text not null,
  to_edition text not null,
  begun_at text not null,
  constraint framework_crosswalks_once unique (organisation_id, from_edition, to_edition)
);
create index framework_crosswalks_by_edition on framework_crosswalks (to_edition);

-- Each saving is a version. None is changed: the latest row of a pair stands, and every earlier state can be read.
create table framework_crosswalk_versions (
  id text not null constraint framework_crosswalk_versions_pk primary key,
  crosswalk_id text not null constraint framework_crosswalk_versions_of references framework_crosswalks (id),
  version integer not null,
  uses text not null check (uses in ('organisation', 'public')),
  maker bytea not null,
  made_by text not null,
  made_at text not null,
  constraint framework_crosswalk_versions_in_order unique (crosswalk_id, version)
);

-- maker is the name of the organisation whose judgement the line is, which for an imported file is the one the file names;
-- sealed, as every organisation's name is.
create table framework_crosswalk_links (
  id text not null constraint framework_crosswalk_links_pk primary key,
  version_id text not null constraint framework_crosswalk_links_of references framework_crosswalk_versions (id),
  from_code text not null,
  to_code text not null,
  relation text not null check (relation in ('equal', 'wider', 'narrower', 'related', 'none')),
  note text not null,
  maker bytea not null,
  constraint framework_crosswalk_links_once unique (version_id, from_code, to_code)
);

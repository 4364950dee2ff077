-- +goose Up

-- That a question was asked over all records of an organisation, and which releases answered it: the table, and how it is covered.
-- The figures are in release_tables. directions are codes between spaces; withheld is the reason code where nothing of it is shown.
create table insight_asked (
  id text not null constraint insight_asked_pk primary key,
  organisation_id text not null,
  measure text not null,
  directions text not null,
  rules text not null,
  release_id text not null,
  coverage_id text not null,
  withheld text not null,
  asked_at text not null,
  asked_by text not null
);
create index insight_asked_by_question on insight_asked (organisation_id, measure, directions, rules, asked_at, id);

-- Questions that somebody keeps to ask again. document is the title and for whom it is, sealed under the system key. A question
-- that was taken away keeps its row, because reports name it.
create table insight_saved (
  id text not null constraint insight_saved_pk primary key,
  organisation_id text not null,
  measure text not null,
  directions text not null,
  rules text not null,
  kept_at text not null,
  kept_by text not null,
  taken_at text not null,
  document bytea not null
);
create index insight_saved_by_organisation on insight_saved (organisation_id, kept_at, id);

-- What happened on a day that whoever reads figures in time should know: from public sources, about nobody.
create table insight_notes (
  id text not null constraint insight_notes_pk primary key,
  organisation_id text not null,
  day text not null,
  written_at text not null,
  written_by text not null,
  taken_at text not null,
  document bytea not null
);
create index insight_notes_by_organisation on insight_notes (organisation_id, day, id);

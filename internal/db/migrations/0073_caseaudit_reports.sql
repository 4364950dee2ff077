-- +goose Up

-- A report as it stands: it is never changed, and what is written later makes another version. Its figures are releases
-- (release_tables) that the document names; hash is SHA-256 of the document before it was sealed.
create table caseaudit_reports (
  id text not null constraint caseaudit_reports_pk primary key,
  programme_id text not null constraint caseaudit_reports_of references caseaudit_programmes (id),
  version integer not null,
  made_at text not null,
  made_by text not null,
  hash text not null,
  document bytea not null,
  constraint caseaudit_reports_version unique (programme_id, version)
);

-- +goose Up

-- What those who look after quality learnt from a programme, in general words: themes, what the report says in words, what young
-- people are told. Nothing is changed: of an item the latest row holds. kind is theme, words or told. It says nothing about a
-- young person; document is sealed under the system key.
create table caseaudit_learnt (
  id text not null constraint caseaudit_learnt_pk primary key,
  item_id text not null,
  programme_id text not null constraint caseaudit_learnt_of references caseaudit_programmes (id),
  kind text not null,
  written_at text not null,
  written_by text not null,
  document bytea not null
);
create index caseaudit_learnt_by_programme on caseaudit_learnt (programme_id, written_at, id);
create index caseaudit_learnt_by_item on caseaudit_learnt (item_id, written_at, id);

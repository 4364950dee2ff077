-- +goose Up

-- A service's look at its own practice. It is about a service and never about a young person; document is sealed under the
-- system key. before_id is the self-review that this one repeats.
create table caseaudit_reviews (
  id text not null constraint caseaudit_reviews_pk primary key,
  organisation_id text not null,
  edition_id text not null,
  before_id text not null,
  begun_at text not null,
  begun_by text not null,
  finished_at text not null,
  finished_by text not null,
  document bytea not null
);
create index caseaudit_reviews_by_organisation on caseaudit_reviews (organisation_id, begun_at);

-- What is said of one outcome. Answers are added, never changed; the last one stands.
create table caseaudit_answers (
  id text not null constraint caseaudit_answers_pk primary key,
  review_id text not null constraint caseaudit_answers_of references caseaudit_reviews (id),
  outcome text not null,
  said_at text not null,
  said_by text not null,
  document bytea not null
);
create index caseaudit_answers_by_review on caseaudit_answers (review_id, said_at, id);

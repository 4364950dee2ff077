-- +goose Up

-- Who rates which case of an audit, and how far that is: one of the facts that access rests on. It holds nothing of what was
-- found. kind is main, second or part.
create table access_ratings (
  id text not null constraint access_ratings_pk primary key,
  case_id text not null,
  organisation_id text not null,
  rater_id text not null,
  kind text not null,
  given_at text not null,
  locked_at text not null,
  withdrawn_at text not null
);
create index access_ratings_by_case on access_ratings (case_id, given_at, id);
create index access_ratings_by_rater on access_ratings (rater_id, given_at);

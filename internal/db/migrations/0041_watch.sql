-- +goose Up

-- Something about how somebody used their access that a person should look at. Codes and ids; what was found is sealed with the settlement.
create table watch_alerts (
  id text not null constraint watch_alerts_pk primary key,
  organisation_id text not null,
  about_id text not null,
  rule text not null check (rule in ('caseload', 'refused', 'own_name', 'bulk', 'night_export', 'emergency')),
  day text not null,
  made_at text not null,
  constraint watch_alerts_once unique (about_id, rule, day)
);
create index watch_alerts_by_organisation on watch_alerts (organisation_id, day);

-- How an alert was settled, and by whom: never by the one it is about. The words are sealed under that person's account key.
create table watch_settlements (
  alert_id text not null constraint watch_settlements_pk primary key references watch_alerts (id),
  outcome text not null check (outcome in ('explained', 'nothing', 'acted')),
  words bytea not null,
  settled_by text not null,
  settled_at text not null
);

-- That somebody went through everybody who may open a record. How many were ended says nothing about anybody.
create table watch_reviews (
  id text not null constraint watch_reviews_pk primary key,
  record_id text not null,
  reviewed_by text not null,
  reviewed_at text not null
);
create index watch_reviews_by_record on watch_reviews (record_id, reviewed_at);

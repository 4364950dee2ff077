-- +goose Up

-- Why a grant was ended, and of a guardian's right who asked that it end: a second person decides over that. Codes alone.
alter table access_grants add column end_reason text not null default '';
alter table access_grants add column end_asked_by text not null default '';
alter table access_grants add column end_asked_at text not null default '';

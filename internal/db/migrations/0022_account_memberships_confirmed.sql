-- +goose Up

-- Whom an administrator puts into a team, a manager of the team lets in: until then a membership opens nothing.
alter table account_memberships add column confirmed_by text not null default 'before';
alter table account_memberships add column confirmed_at text not null default '';

-- +goose Up

-- Who put somebody into a team: where the team has no manager any more, another person lets them in.
alter table account_memberships add column put_by text not null default '';

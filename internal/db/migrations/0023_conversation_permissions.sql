-- +goose Up

-- Whether one statement of a young person's own words may reach one recipient: a yes or a no that they gave. Never
-- changed: the newest row of a statement and a recipient holds, and without a row nobody asked, which is not a yes.
-- item is an outcome's code or the id of a topic of their own. recipient is an organisation's id, or 'publication'.
create table conversation_permissions (
  id text not null constraint conversation_permissions_pk primary key,
  record_id text not null,
  contribution_id text not null constraint conversation_permissions_of references conversation_contributions (id),
  item text not null,
  recipient text not null,
  answer text not null check (answer in ('yes', 'no')),
  given text not null check (given in ('beside', 'own_place')),
  author_id text not null,
  at text not null,
  document bytea not null
);
create index conversation_permissions_by_record on conversation_permissions (record_id, at, id);
create index conversation_permissions_by_contribution on conversation_permissions (contribution_id);

-- +goose Up

-- A meeting of several agencies about one young person: ids, a code and times. What it is for, where it is and how the young
-- person takes part stand sealed among its lines. ends_at is when all access that was given for it ends.
create table sharing_meetings (
  id text not null constraint sharing_meetings_pk primary key,
  record_id text not null,
  organisation_id text not null,
  kind text not null check (kind in ('urgent', 'conference', 'core_group', 'review', 'other')),
  starts_at text not null,
  ends_at text not null,
  convened_by text not null,
  convened_at text not null,
  called_off_by text not null default '',
  called_off_at text not null default ''
);
create index sharing_meetings_by_record on sharing_meetings (record_id, starts_at, id);

-- Who is asked to come: an organisation of this deployment, with the grant that lets it see its invitation, or ('' ) somebody
-- who has it on paper. document holds whom of them, sealed under the record's key.
create table sharing_invitations (
  id text not null constraint sharing_invitations_pk primary key,
  meeting_id text not null constraint sharing_invitations_of references sharing_meetings (id),
  record_id text not null,
  agency_id text not null default '',
  invited_by text not null,
  invited_at text not null,
  withdrawn_by text not null default '',
  withdrawn_at text not null default '',
  grant_id text not null default '',
  document bytea not null
);
create index sharing_invitations_by_meeting on sharing_invitations (meeting_id, invited_at, id);
create index sharing_invitations_by_agency on sharing_invitations (agency_id, invited_at, id);
create index sharing_invitations_by_record on sharing_invitations (record_id);

-- +goose Up

-- A young people's advisory group of an organisation. Its members are not written down anywhere: it meets with somebody who
-- writes down what the group says. Documents are sealed under the system key and name nobody in the group.
create table together_groups (
  id text not null constraint together_groups_pk primary key,
  organisation_id text not null,
  begun_on text not null,
  begun_by text not null,
  ended_on text not null,
  document bytea not null
);
create index together_groups_by_organisation on together_groups (organisation_id, begun_on);

create table together_meetings (
  id text not null constraint together_meetings_pk primary key,
  group_id text not null constraint together_meetings_of references together_groups (id),
  held_on text not null,
  written_by text not null,
  document bytea not null
);
create index together_meetings_by_group on together_meetings (group_id, held_on);

-- What the group wants changed in the words, the pictures or the rules of young people's screens, and what was answered to
-- it. Answers are added, never changed.
create table together_proposals (
  id text not null constraint together_proposals_pk primary key,
  group_id text not null constraint together_proposals_of references together_groups (id),
  kind text not null check (kind in ('words', 'picture', 'rule')),
  made_on text not null,
  written_by text not null,
  document bytea not null
);
create index together_proposals_by_group on together_proposals (group_id, made_on);

create table together_answers (
  id text not null constraint together_answers_pk primary key,
  proposal_id text not null constraint together_answers_of references together_proposals (id),
  state text not null check (state in ('taken_up', 'done', 'cannot', 'told_back')),
  answered_at text not null,
  answered_by text not null,
  document bytea not null
);
create index together_answers_by_proposal on together_answers (proposal_id, answered_at);

-- What the group said to exactly one draft of words and pictures (digest, see framework_wording_versions). Never changed; of
-- a draft and a digest the latest holds. Without a yes of every standing group nothing comes into use there.
create table together_decisions (
  id text not null constraint together_decisions_pk primary key,
  group_id text not null constraint together_decisions_of references together_groups (id),
  version_id text not null,
  digest text not null,
  decision text not null check (decision in ('yes', 'not_yet', 'something_else')),
  decided_on text not null,
  written_at text not null,
  written_by text not null,
  document bytea not null
);
create index together_decisions_by_version on together_decisions (version_id, written_at);

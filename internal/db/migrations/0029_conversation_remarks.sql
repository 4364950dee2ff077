-- +goose Up

-- What a young person says about what is written of them (it is not right, it should say this, there is more), or whom
-- they ask for, in their own words. Never changed. about is the contribution or the promise that they speak of, '' for
-- none; adult_id is the person who is told; author_id whoever was beside them, or their own place when nobody was.
create table conversation_remarks (
  id text not null constraint conversation_remarks_pk primary key,
  record_id text not null,
  kind text not null check (kind in ('disagree', 'correct', 'add', 'ask', 'pressed')),
  about text not null default '',
  whom text not null default '' check (whom in ('', 'worker', 'guardian', 'advocate', 'other')),
  adult_id text not null,
  author_id text not null,
  place text not null check (place in ('beside', 'own')),
  at text not null,
  document bytea not null
);
create index conversation_remarks_by_record on conversation_remarks (record_id, at, id);

-- What became of a remark: the adult has read it, or says what they answer. Never changed.
create table conversation_remark_replies (
  id text not null constraint conversation_remark_replies_pk primary key,
  remark_id text not null constraint conversation_remark_replies_remark references conversation_remarks (id),
  record_id text not null,
  author_id text not null,
  kind text not null check (kind in ('read', 'answered')),
  at text not null,
  document bytea not null
);
create index conversation_remark_replies_by_record on conversation_remark_replies (record_id, at, id);

-- +goose Up

-- A ticket on paper: what leads from a printed sheet back to the sitting it is for. It names nobody: record_id is empty
-- while a sheet was printed for nobody in particular, and code is a blind index; the code itself is made from the id
-- under the key ring and stored nowhere. printed is no for one that was made to type in a sheet without a code.
create table conversation_papers (
  id text not null constraint conversation_papers_pk primary key,
  record_id text not null default '',
  sitting_id text not null,
  worker_id text not null,
  organisation_id text not null,
  edition_id text not null,
  language text not null,
  nation text not null,
  picture text not null,
  word text not null,
  issued_at text not null,
  expires_at text not null,
  used_at text not null default '',
  printed text not null check (printed in ('yes', 'no')),
  code text not null constraint conversation_papers_code unique
);
create index conversation_papers_by_record on conversation_papers (record_id, issued_at, id);
create index conversation_papers_by_worker on conversation_papers (worker_id, issued_at, id);

-- What is being typed in from a sheet: unfinished, seen by whoever types alone, destroyed once it is kept.
create table conversation_paper_drafts (
  paper_id text not null,
  author_id text not null,
  record_id text not null,
  updated_at text not null,
  document bytea not null,
  constraint conversation_paper_drafts_pk primary key (paper_id, author_id)
);
create index conversation_paper_drafts_by_record on conversation_paper_drafts (record_id);

create table record_people ( -- planted: subset
  id text primary key,
  made text default now()
);
create table access_grants (id text); -- planted: table
create table record_hidden (id text); -- named in no doc.go

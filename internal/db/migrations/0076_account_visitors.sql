-- +goose Up

-- A visitor's account ends by itself at this moment, whoever forgets to close it; '' for everybody who works here.
alter table account_people add column ends_at text not null default '';

-- One more role. What was there is kept aside while the table is made anew, because SQLite cannot change a check.
create table account_roles_aside as select * from account_roles;
drop table account_roles;
create table account_roles (
  account_id text not null references account_people (id),
  role text not null check (role in ('practitioner', 'guardian', 'manager', 'auditor', 'analyst', 'trainer', 'steward',
    'protection_officer', 'administrator', 'inspector')),
  constraint account_roles_pk primary key (account_id, role)
);
insert into account_roles (account_id, role) select account_id, role from account_roles_aside;
drop table account_roles_aside;

-- +goose Up

-- One more role: the data protection officer. A check cannot be changed in SQLite, so the rows step aside while their
-- table is made anew.
create table account_roles_aside as select * from account_roles;
drop table account_roles;
create table account_roles (
  account_id text not null references account_people (id),
  role text not null check (role in ('practitioner', 'guardian', 'manager', 'auditor', 'analyst', 'trainer', 'steward',
    'protection_officer', 'administrator')),
  constraint account_roles_pk primary key (account_id, role)
);
insert into account_roles (account_id, role) select account_id, role from account_roles_aside;
drop table account_roles_aside;

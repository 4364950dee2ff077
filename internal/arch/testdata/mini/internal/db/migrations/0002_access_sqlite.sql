create table access_grants (id integer primary key autoincrement); -- planted: table

create table x (id text); -- planted: table

-- +goose Up

-- What a released table counts, of whom: tables of one measure are attacked together, under whatever key they stand. '' for those that
-- say nothing of it. The document says it too; it stands here so that they are found.
alter table release_tables add column measure text not null default '';
-- Why nothing of the table is shown; '' where something is, and for those of before. What shows nothing has nothing to be held against.
alter table release_tables add column withheld text not null default '';
create index release_tables_by_measure on release_tables (organisation_id, measure, made_at);

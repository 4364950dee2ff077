-- +goose Up

-- Which words and pictures were printed on a sheet: checksums of framework_wordings, with blanks between them. The sitting
-- that it becomes keeps them, whatever was put into use between printing and typing in.
alter table conversation_papers add column wording text not null default '';

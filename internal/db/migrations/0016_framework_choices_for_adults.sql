-- +goose Up

-- For whom an edition was chosen: 'children' (and whoever is presumed to be one) or 'adults'. '' is what was chosen before
-- anybody was asked: it stands for everybody, except that an edition for adults alone never stands for a child. For adults,
-- an empty edition_id says "the same as for children".
alter table framework_choices add column whom text not null default '';

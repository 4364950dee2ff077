-- +goose Up

-- Whose promise it is when it is not of those who hold the record: an organisation here, or another deployment in the register.
-- They alone say what became of it. '' is a promise of those who hold the record.
alter table promise_promises add column agency_id text not null default '';
update promise_promises set agency_id = coalesce((select max(a.organisation_id) from sharing_answers a
  where a.kind = 'promise' and a.ref = promise_promises.id), '');

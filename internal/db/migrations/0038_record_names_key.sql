-- +goose Up

-- Names for searching were sealed under the ring's own key, which is never destroyed. They go under their record's key, so that
-- they are destroyed with it in every copy. The program seals anew what still says system, when it starts.
alter table record_names add column sealed_under text not null default 'system' check (sealed_under in ('system', 'record'));
create index record_names_by_key on record_names (sealed_under);

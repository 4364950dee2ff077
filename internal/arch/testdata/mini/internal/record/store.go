package record

import (
	"database/sql"
	"fmt"

	"mini/internal/db"
)

const columns = "id, name"

var _ *sql.Row

func find(tx db.Tx, ids []any, visible string) {
	tx.Query("select " + columns + " from record_people where id = $1 and name is distinct from $2")
	tx.Query("select " + columns + " from record_people where id in " + db.In(1, len(ids)) + " and " + visible)
	tx.Query("select " + columns + " from access_grants where id = $1") // planted: table
	tx.Query("select id from record_people where made <= " + visible + " and " + visible)
	tx.Query("select id::text from record_people")                       // planted: subset
	tx.Query("select id from record_people where b = $2 and a = $1")     // planted: subset
	tx.Query("select id from record_people where name ilike $1")         // planted: subset
	tx.Query("select id from record_people where name like '%:: now()'") // planted: subset
	tx.Query("select '::', 'now()' from record_people")
	tx.Query(`with c as (select id from record_people), d(x) as (select 1 from promise_made) select * from c, d`) // planted: table
	tx.Query("insert or ignore into record_people (id) values ($1)")                                              // planted: subset
	tx.Query("insert into record_people (id) values ($1) on conflict (id) do update set id = excluded.id")
	tx.Query(`select "id" from record_people`)                                   // planted: subset
	tx.Query(fmt.Sprintf("select id from record_people where %s = $1", visible)) // planted: prepare
	tx.Query("delete from record_people where id = ?")                           // planted: subset
	tx.Query("update promise_made set kept = true where id = $1")                // planted: table
}

var _ = find

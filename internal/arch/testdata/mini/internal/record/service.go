package record

import (
	"database/sql" // planted: place

	"mini/internal/db"
	"mini/internal/testkit" // planted: order
)

// Name is SQL outside a store file.
const Name = "select name from record_people where id = $1" // planted: place

// Service holds the database and may not.
type Service struct {
	base *db.DB // planted: holder
	raw  *sql.DB
	kit  testkit.Kit
}

// Fragment reads a table and is no whole statement.
const Fragment = " and id in (select id from record_people)" // planted: place

// Sentence begins like SQL and is none.
const Sentence = "Update the list, then delete a person with care"

// Reader has one implementation.
type Reader interface{ ReadIt() } // planted: interface

type reader struct{}

func (reader) ReadIt() {}

// Shape has two.
type Shape interface{ Area() int }

type square struct{}

func (square) Area() int { return 1 }

type circle struct{}

func (*circle) Area() int { return 3 }

// Number is a constraint, which is no interface of this kind.
type Number interface{ ~int | ~float64 }

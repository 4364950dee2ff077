// Package bound is what the product is measured against: SQLite with the product's own settings, a minimal schema, one
// encrypted value opened or sealed per act, and nothing else: no session, no decision, no ledger to prove.
package bound

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"database/sql"
	"fmt"

	_ "modernc.org/sqlite" // the engine itself
)

// Engine is an open bound. It is safe for concurrent use.
type Engine struct {
	read, write *sql.DB
	seal        cipher.AEAD
	saves       chan save
}

type save struct {
	values []any
	done   chan error
}

// People is how many people the bound holds, Holders how many hold 25 of them each.
const (
	People  = 600
	Holders = People / 25
)

const (
	reviews  = 10
	document = 4168 // bytes: what a sealed contribution of fifty answers has, on average, in services.go
)

// Open makes and fills a fresh bound in a file that is not there yet.
func Open(file string) (*Engine, error) {
	dsn := "file:" + file + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)" +
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)&_pragma=cache_size(-16384)&_txlock=immediate"
	write, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", dsn+"&_pragma=query_only(1)")
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(make([]byte, 32))
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	e := &Engine{read, write, gcm, make(chan save, 64)}
	if err := e.fill(); err != nil {
		return nil, fmt.Errorf("fill the bound: %w", err)
	}
	go e.writer()
	return e, nil
}

func (e *Engine) fill() error {
	for _, ddl := range []string{
		"create table person (id integer primary key, name blob not null)",
		"create table granted (holder text, person integer, primary key (holder, person)) without rowid",
		"create table review (id integer primary key, person integer not null, facts blob not null, document blob not null)",
		"create index review_person on review (person)",
		"create table log (id integer primary key, entry blob not null)",
	} {
		if _, err := e.write.Exec(ddl); err != nil {
			return err
		}
	}
	tx, err := e.write.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for person := range People {
		if _, err := tx.Exec("insert into person (id, name) values ($1, $2)", person, e.sealed(40)); err != nil {
			return err
		}
		if _, err := tx.Exec("insert into granted (holder, person) values ($1, $2)", fmt.Sprint(person/25), person); err != nil {
			return err
		}
		for range reviews {
			if _, err := tx.Exec("insert into review (person, facts, document) values ($1, $2, $3)", person, make([]byte, 111), e.sealed(document)); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}

func (e *Engine) sealed(n int) []byte {
	plain := make([]byte, n)
	rand.Read(plain)
	return e.seal.Seal(nil, nil, plain, nil)
}

// Page reads what a young person's page needs: ten packed reviews, and one encrypted value opened.
func (e *Engine) Page(person int) error {
	rows, err := e.read.Query("select facts, document from review where person = $1", person)
	if err != nil {
		return err
	}
	defer rows.Close()
	var facts, words []byte
	for rows.Next() {
		if err := rows.Scan(&facts, &words); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	_, err = e.seal.Open(nil, nil, words, nil)
	return err
}

// List reads twenty-five granted people and opens their names.
func (e *Engine) List(holder int) error {
	rows, err := e.read.Query(`select p.name, max(r.id) from granted g join person p on p.id = g.person
		join review r on r.person = p.id where g.holder = $1 group by p.id`, fmt.Sprint(holder))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name []byte
		var last int
		if err := rows.Scan(&name, &last); err != nil {
			return err
		}
		if _, err := e.seal.Open(nil, nil, name, nil); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Save writes a review and a log entry and returns when both are durable. One writer commits whatever waits.
func (e *Engine) Save(person int) error {
	s := save{[]any{person, make([]byte, 111), e.sealed(document)}, make(chan error, 1)}
	e.saves <- s
	return <-s.done
}

func (e *Engine) writer() {
	for first := range e.saves {
		group := []save{first}
		for len(group) < 64 && len(e.saves) > 0 {
			group = append(group, <-e.saves)
		}
		err := e.commit(group)
		for _, s := range group {
			s.done <- err
		}
	}
}

func (e *Engine) commit(group []save) error {
	tx, err := e.write.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, s := range group {
		if _, err := tx.Exec("insert into review (person, facts, document) values ($1, $2, $3)", s.values...); err != nil {
			return err
		}
		if _, err := tx.Exec("insert into log (entry) values ($1)", make([]byte, 268)); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// SaveAll writes a review and a log entry for each of n people in one step.
func (e *Engine) SaveAll(n int) error {
	group := make([]save, n)
	for i := range group {
		group[i] = save{values: []any{i % People, make([]byte, 111), e.sealed(document)}}
	}
	return e.commit(group)
}

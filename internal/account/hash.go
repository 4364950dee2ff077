package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"

	"stablefutures/internal/problem"
)

// HashCost is what one argon2id costs: passes over memory, memory in KiB, lanes.
type HashCost struct {
	Passes    uint32
	MemoryKiB uint32
	Lanes     uint8
}

// DefaultHashCost is OWASP's second recommendation: 2 passes over 19 MiB, one lane (about 0.2 s on a small server).
var DefaultHashCost = HashCost{Passes: 2, MemoryKiB: 19 * 1024, Lanes: 1}

const (
	saltBytes = 16
	hashBytes = 32
	// queueLimit is how many people may wait for a hash before the next is told to come back: more would only time out.
	queueLimit = 128
)

// hasher makes and checks password hashes, a few at a time: each takes its cost in memory, and a crowd at nine in the
// morning must not take the machine down.
type hasher struct {
	cost  HashCost
	slots chan struct{}
	queue chan struct{}
	dummy string
}

func newHasher(cost HashCost) *hasher {
	h := &hasher{cost: cost, slots: make(chan struct{}, max(1, runtime.GOMAXPROCS(0))), queue: make(chan struct{}, queueLimit)}
	// Nobody's password: unknown accounts are checked against it, so that they take as long. It is the hash of nothing,
	// because making one would cost every start 19 MiB and a tenth of a second.
	h.dummy = h.write(random(saltBytes), random(hashBytes))
	return h
}

// hash gives the text that is stored (sealed): algorithm, parameters, salt and hash in the usual PHC form.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	done, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	return h.make(normalPassword(password)), nil
}

func (h *hasher) make(password string) string {
	salt := random(saltBytes)
	return h.write(salt, argon2.IDKey([]byte(password), salt, h.cost.Passes, h.cost.MemoryKiB, h.cost.Lanes, hashBytes))
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: the program ends if the system has no randomness
	return b
}

func (h *hasher) write(salt, sum []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.cost.MemoryKiB, h.cost.Passes, h.cost.Lanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum))
}

// check compares a password with a stored hash in constant time. "" stands for an account that does not exist or has no
// password: it takes as long and is never right.
func (h *hasher) check(ctx context.Context, stored, password string) (bool, error) {
	done, err := h.enter(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	known := stored != ""
	if !known {
		stored = h.dummy
	}
	cost, salt, want, err := readHash(stored)
	if err != nil {
		return false, err
	}
	got := argon2.IDKey([]byte(normalPassword(password)), salt, cost.Passes, cost.MemoryKiB, cost.Lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && known, nil
}

// outdated reports whether a stored hash was made at another cost than today's.
func (h *hasher) outdated(stored string) bool {
	cost, _, _, err := readHash(stored)
	return err == nil && cost != h.cost
}

// enter waits for a place, or says that there are too many waiting.
func (h *hasher) enter(ctx context.Context) (func(), error) {
	select {
	case h.queue <- struct{}{}:
	default:
		return nil, problem.New(problem.Conflict, "problem.busy")
	}
	select {
	case h.slots <- struct{}{}:
		return func() { <-h.slots; <-h.queue }, nil
	case <-ctx.Done():
		<-h.queue
		return nil, ctx.Err()
	}
}

// readHash takes a stored hash apart. Parameters beyond reason are refused: a damaged row must not eat the memory.
func readHash(stored string) (cost HashCost, salt, sum []byte, err error) {
	parts := strings.Split(stored, "$")
	var version int
	if len(parts) != 6 || parts[1] != "argon2id" {
		return cost, nil, nil, fmt.Errorf("read password hash: unknown form")
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return cost, nil, nil, fmt.Errorf("read password hash: unknown version")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.MemoryKiB, &cost.Passes, &cost.Lanes); err != nil {
		return cost, nil, nil, fmt.Errorf("read password hash: unknown parameters")
	}
	if cost.MemoryKiB < 8 || cost.MemoryKiB > 1<<20 || cost.Passes < 1 || cost.Passes > 64 || cost.Lanes < 1 {
		return cost, nil, nil, fmt.Errorf("read password hash: parameters out of bounds")
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil || len(salt) < 8 {
		return cost, nil, nil, fmt.Errorf("read password hash: salt")
	}
	if sum, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(sum) < 16 {
		return cost, nil, nil, fmt.Errorf("read password hash: hash")
	}
	return cost, salt, sum, nil
}

package sharing

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"stablefutures/internal/access"
	"stablefutures/internal/problem"
)

// Outside is what anybody can know of a package who has the file and no key: nothing of whom it is about, nor from whom.
type Outside struct {
	Size       int    `json:"size"`
	Hash       string `json:"sha256"`     // what the logs of both sides name
	Recipients int    `json:"recipients"` // how many can open it; a package of ours has one
}

// LookFromOutside says what a package shows without a key. What is no age file, or larger than any package, is refused with
// the reason that taking it in would give.
func LookFromOutside(file []byte) (o Outside, err error) {
	if len(file) > maxPackageFile {
		return o, refuse("too_large")
	}
	if !bytes.HasPrefix(file, []byte("age-encryption.org/v1\n")) {
		return o, refuse("no_package")
	}
	head, _, ok := bytes.Cut(file[:min(len(file), maxHeader)], []byte("\n---"))
	if !ok {
		return o, refuse("tampered")
	}
	return Outside{len(file), hashOf(file), bytes.Count(head, []byte("\n-> "))}, nil
}

// Track is a package as the list of a deployment has it: ids, codes, a hash and times, and nothing that names anybody.
type Track struct {
	Transfer  string      `json:"transfer"`
	Partner   string      `json:"partner"` // its id in the register
	Direction Direction   `json:"direction"`
	Kind      PackageKind `json:"kind"`
	Sequence  int         `json:"sequence"`
	Hash      string      `json:"sha256"`
	At        time.Time   `json:"at"`
}

// Tracks lists every package that went or came, the oldest first: for whoever runs the program, at its own machine.
func (b *Between) Tracks(ctx context.Context) (list []Track, err error) {
	err = b.door.Background(ctx, func(w *access.Work) (err error) {
		list, err = listTracks(ctx, w.Tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list packages: %w", err)
	}
	return list, nil
}

// Known finds a file among the packages that went or came here, by its hash: whether it is, byte for byte, what the log names.
// NotFound where it is none of them.
func (b *Between) Known(ctx context.Context, file []byte) (Track, error) {
	list, err := b.Tracks(ctx)
	if err != nil {
		return Track{}, err
	}
	for _, l := range list {
		if strings.EqualFold(l.Hash, hashOf(file)) {
			return l, nil
		}
	}
	return Track{}, problem.New(problem.NotFound, "between.package_not_ours")
}

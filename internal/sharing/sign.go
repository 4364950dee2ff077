package sharing

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/problem"
)

// Signer is an organisation and the key it signs with, for another room's files that go between deployments.
type Signer struct {
	Name string
	Key  []byte
}

// OwnSigners gives the actor's organisation's keys, the newest last, within the work of another room's use case.
func (b *Between) OwnSigners(ctx context.Context, w *access.Work) (list []Signer, err error) {
	mine, err := b.identities(ctx, w, w.Who.Organisation)
	for _, i := range mine {
		list = append(list, Signer{i.name, i.card().Key})
	}
	return list, err
}

// TrustedSigners gives the partners of the actor's organisation whose keys two people compared, within the work of another
// room's use case.
func (b *Between) TrustedSigners(ctx context.Context, w *access.Work) (list []Signer, err error) {
	all, err := trusted(ctx, w)
	for _, p := range all {
		list = append(list, Signer{p.Card.Name, p.Card.Key})
	}
	return list, err
}

// SignAs signs a message with one of the organisation's own keys. The message begins with the words of its room, so that no
// signature of one kind can be taken for another: never with those of a package.
func (b *Between) SignAs(ctx context.Context, w *access.Work, key, message []byte) ([]byte, error) {
	first, _, ok := strings.Cut(string(message), "\n")
	if !ok || !strings.HasPrefix(first, "stablefutures ") || strings.HasPrefix(packageDomain, first) {
		return nil, problem.New(problem.Internal, "problem.internal")
	}
	mine, err := b.identities(ctx, w, w.Who.Organisation)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(mine, func(i Identity) bool { return bytes.Equal(i.card().Key, key) })
	if i < 0 {
		return nil, problem.New(problem.Conflict, "between.no_card_yet")
	}
	return ed25519.Sign(mine[i].signing, message), nil
}

package account

import (
	"testing"

	"stablefutures/internal/testkit"
)

// BenchmarkSessionOf is what every request pays to learn who is asking: on SQLite about 0.1 ms.
func BenchmarkSessionOf(b *testing.B) {
	w := newWorld(b, testkit.SQLite(b))
	in := w.signIn(chiefEmail, w.chief, office)
	for b.Loop() {
		if _, err := w.SessionOf(b.Context(), in.Token); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSignIn is the whole of a password step at the real cost of a hash.
func BenchmarkSignIn(b *testing.B) {
	w := newWorld(b, testkit.SQLite(b))
	w.hasher = newHasher(DefaultHashCost)
	for b.Loop() {
		if _, err := w.SignIn(b.Context(), chiefEmail, goodPassword, office); err != nil {
			b.Fatal(err)
		}
	}
}

package insight

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

// What stands before what is derived, so that nothing derived for one use is taken for another.
const (
	maskDomain    = "stablefutures pool mask 1\n"
	openingDomain = "stablefutures pool opening 1\n"
)

const seedSize = 32

// masked hides numbers under one mask for each pair of contributors and one of its own. All masks of pairs are gone once every
// contribution of one attempt is added up, since what one adds the other takes away; the masks of each one's own are gone once
// every seed of them is known. Arithmetic is that of whole numbers of 64 bits, which wrap round.
func masked(numbers []uint64, own []byte, pairs []pairSeed) []uint64 {
	out := make([]uint64, len(numbers))
	copy(out, numbers)
	addMask(out, own, false)
	for _, p := range pairs {
		addMask(out, p.seed, p.minus)
	}
	return out
}

// pairSeed is what two contributors of an attempt alone can work out. One of them adds the mask, the other takes it away.
type pairSeed struct {
	seed  []byte
	minus bool
}

// pairOf works out the seed that two contributors share in one attempt. attempt is the SHA-256 of the list of contributors, so
// that no mask is used for two lists.
func pairOf(secret *ecdh.PrivateKey, theirMask, ownKey, theirKey, attempt []byte) (pairSeed, error) {
	shared, err := agree(secret, theirMask)
	if err != nil {
		return pairSeed{}, err
	}
	first, second := ownKey, theirKey
	if bytes.Compare(first, second) > 0 {
		first, second = second, first
	}
	seed, err := hkdf.Key(sha256.New, shared, attempt, maskDomain+string(first)+string(second), seedSize)
	return pairSeed{seed, bytes.Compare(ownKey, theirKey) > 0}, err
}

func agree(secret *ecdh.PrivateKey, theirs []byte) ([]byte, error) {
	public, err := ecdh.X25519().NewPublicKey(theirs)
	if err != nil {
		return nil, err
	}
	return secret.ECDH(public) // refuses a key with which everybody would agree on the same
}

// addMask adds a seed's mask to numbers, or takes it away.
func addMask(numbers []uint64, seed []byte, minus bool) {
	h := hmac.New(sha256.New, seed)
	var at [4]byte
	for i := range numbers {
		binary.BigEndian.PutUint32(at[:], uint32(i))
		h.Reset()
		h.Write(at[:])
		m := binary.BigEndian.Uint64(h.Sum(nil))
		if minus {
			m = -m
		}
		numbers[i] += m
	}
}

// addUp gives the sum of all contributions of an attempt without the masks of each one's own.
func addUp(contributions [][]uint64, seeds [][]byte) []uint64 {
	total := make([]uint64, len(contributions[0]))
	for _, c := range contributions {
		for i, n := range c {
			total[i] += n
		}
	}
	for _, s := range seeds {
		addMask(total, s, true)
	}
	return total
}

// openingKey is the key under which one contributor hands the seed of its own mask to another. It is used once.
func openingKey(secret *ecdh.PrivateKey, theirMask, from, to, attempt []byte) (cipher.AEAD, error) {
	shared, err := agree(secret, theirMask)
	if err != nil {
		return nil, err
	}
	key, err := hkdf.Key(sha256.New, shared, attempt, openingDomain+string(from)+string(to), 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// A key of an opening seals one seed, ever: its nonce can be the same.
var openingNonce = make([]byte, 12)

func sealSeed(a cipher.AEAD, seed, attempt []byte) []byte {
	return a.Seal(nil, openingNonce, seed, attempt)
}

func openSeed(a cipher.AEAD, box, attempt []byte) ([]byte, error) {
	seed, err := a.Open(nil, openingNonce, box, attempt)
	if err == nil && len(seed) != seedSize {
		err = errors.New("it holds no seed")
	}
	return seed, err
}

// packNumbers writes numbers as bytes, eight each, the greatest first; unpackNumbers reads them.
func packNumbers(numbers []uint64) []byte {
	out := make([]byte, 0, 8*len(numbers))
	for _, n := range numbers {
		out = binary.BigEndian.AppendUint64(out, n)
	}
	return out
}

func unpackNumbers(b []byte) []uint64 {
	out := make([]uint64, len(b)/8)
	for i := range out {
		out[i] = binary.BigEndian.Uint64(b[8*i:])
	}
	return out
}

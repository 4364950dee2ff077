package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

const (
	// ChunkSize is how many plain bytes a chunk should hold, the last one fewer.
	ChunkSize = 64 << 10
	// ChunkOverhead is by how many bytes a sealed chunk is longer: nonce and tag.
	ChunkOverhead = 12 + 16
	// StreamHeaderSize is the length of the header that names a stream's key.
	StreamHeaderSize = 1 + 32
)

// Stream seals one file as numbered chunks, so that a chunk can lie in a row of
// its own and be read by itself. Each stream has a key of its own, derived from
// the data key, the header and the place; each chunk is bound to its number and to
// whether it is the last. So a chunk that is altered, exchanged with another, taken
// from another file or left off the end is found.
//
// Every chunk has a random nonce: sealing chunk 3 again after a broken upload is
// harmless, even with other bytes.
type Stream struct{ *streamBox }

// streamBox is to Stream what keyBox is to Key.
type streamBox struct {
	aead  *cipher.AEAD
	older []cipher.AEAD // under the system key's turns before
}

// NewStream begins a file at a place and returns the header, StreamHeaderSize
// bytes, to be stored beside the chunks. The zero Key panics, as in Seal.
func (k Key) NewStream(at Place) (Stream, []byte) {
	if k.keyBox == nil {
		panic("seal: " + ErrNoKey.Error())
	}
	header := make([]byte, StreamHeaderSize)
	header[0] = versionOne
	rand.Read(header[1:]) // never fails: the program ends if the system has no randomness
	return k.in.stream(header, at), header
}

// OpenStream returns the stream that a header names, for reading or for going on
// with an upload. A header that is not one is ErrWontOpen; a wrong one is found by
// the first chunk.
func (k Key) OpenStream(header []byte, at Place) (Stream, error) {
	if k.keyBox == nil {
		return Stream{}, fmt.Errorf("open a file in %s: %w", at.Table, ErrNoKey)
	}
	if len(header) != StreamHeaderSize || header[0] != versionOne {
		return Stream{}, fmt.Errorf("open a file in %s: %w", at.Table, ErrWontOpen)
	}
	return k.in.stream(header, at), nil
}

func (in *keyInnards) stream(header []byte, at Place) Stream {
	gcm := in.streamCipher(header, at)
	box := &streamBox{aead: &gcm}
	for _, k := range in.older {
		box.older = append(box.older, k.streamCipher(header, at))
	}
	return Stream{box}
}

func (in *keyInnards) streamCipher(header []byte, at Place) cipher.AEAD {
	key, err := hkdf.Key(sha256.New, in.subkey("stream"), header, string(at.bind("stream 1")), KeySize)
	if err != nil {
		panic("seal: derive a stream key: " + err.Error()) // lengths are constants: cannot happen
	}
	return newGCM(key)
}

// SealChunk seals chunk number i, counted from 0. last is true for the final chunk
// and for no other; a file of no bytes is one empty last chunk.
func (s Stream) SealChunk(i int, last bool, plain []byte) []byte {
	return (*s.aead).Seal(make([]byte, 0, len(plain)+ChunkOverhead), nil, plain, chunkPlace(i, last))
}

// OpenChunk opens chunk number i. Say last as the stored number of chunks has it
// (i == count-1): if the end was cut off, the chunk that now stands last was not
// sealed as the last, and this is ErrWontOpen.
func (s Stream) OpenChunk(i int, last bool, sealed []byte) ([]byte, error) {
	if s.streamBox == nil {
		return nil, fmt.Errorf("open chunk %d: %w", i, ErrNoKey)
	}
	if len(sealed) < ChunkOverhead {
		return nil, fmt.Errorf("open chunk %d: %w", i, ErrWontOpen)
	}
	plain, err := (*s.aead).Open(nil, nil, sealed, chunkPlace(i, last))
	for k := 0; err != nil && k < len(s.older); k++ {
		plain, err = s.older[k].Open(nil, nil, sealed, chunkPlace(i, last))
	}
	if err != nil {
		return nil, fmt.Errorf("open chunk %d: %w", i, ErrWontOpen)
	}
	return plain, nil
}

// SealAll cuts a whole file into chunks of ChunkSize and hands them to keep in their order, sealed. It stops when keep fails.
func (s Stream) SealAll(content []byte, keep func(i int, sealed []byte) error) error {
	for i := 0; ; i++ {
		chunk := content[:min(len(content), ChunkSize)]
		content = content[len(chunk):]
		if err := keep(i, s.SealChunk(i, len(content) == 0, chunk)); err != nil {
			return err
		}
		if len(content) == 0 {
			return nil
		}
	}
}

// OpenAll is the file of all its sealed chunks in their order; an error as OpenChunk has it. Whether any chunk is there
// at all is for the caller to ask, who knows the file's size.
func (s Stream) OpenAll(chunks [][]byte) ([]byte, error) {
	var content []byte
	for i, sealed := range chunks {
		plain, err := s.OpenChunk(i, i == len(chunks)-1, sealed)
		if err != nil {
			return nil, err
		}
		content = append(content, plain...)
	}
	return content, nil
}

func chunkPlace(i int, last bool) []byte {
	out := binary.BigEndian.AppendUint64(make([]byte, 0, 9), uint64(i))
	if last {
		return append(out, 1)
	}
	return append(out, 0)
}

// String hides the stream's key.
func (s Stream) String() string { return keyPlaceholder }

// GoString hides the stream's key.
func (s Stream) GoString() string { return keyPlaceholder }

// Format hides the stream's key from every verb of fmt.
func (s Stream) Format(f fmt.State, verb rune) { fmt.Fprint(f, keyPlaceholder) }

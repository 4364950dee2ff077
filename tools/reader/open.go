package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

var errShut = errors.New("it does not open: damaged, moved, or another key's")

// parts writes each part behind its length: 4 bytes, big end first.
func parts(list ...string) []byte {
	var out []byte
	for _, p := range list {
		out = append(binary.BigEndian.AppendUint32(out, uint32(len(p))), p...)
	}
	return out
}

// openGCM opens nonce (12) ‖ ciphertext ‖ tag (16) of AES-256-GCM.
func openGCM(key, sealed, bound []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	if len(sealed) < 12+16 {
		return nil, errShut
	}
	plain, err := gcm.Open(nil, sealed[:12], sealed[12:], bound)
	if err != nil {
		return nil, errShut
	}
	return plain, nil
}

// subkey derives from a data key what it is used for: HKDF-Expand with SHA-256.
func subkey(data []byte, use string) ([]byte, error) {
	return hkdf.Expand(sha256.New, data, "stablefutures data key 1 "+use, 32)
}

// openValue opens a sealed value: 1 ‖ nonce ‖ ciphertext ‖ tag, bound to its place.
func openValue(data, sealed []byte, table, row, column string) ([]byte, error) {
	if len(sealed) < 1 || sealed[0] != 1 {
		return nil, errShut
	}
	key, err := subkey(data, "field")
	if err != nil {
		return nil, err
	}
	return openGCM(key, sealed[1:], parts("field 1", table, row, column))
}

// openFile opens a file's chunks, each bound to its number and to whether it is the last.
func openFile(data, header []byte, id string, chunks [][]byte) ([]byte, error) {
	if len(header) != 33 || header[0] != 1 || len(chunks) == 0 {
		return nil, errShut
	}
	from, err := subkey(data, "stream")
	if err != nil {
		return nil, err
	}
	key, err := hkdf.Key(sha256.New, from, header, string(parts("stream 1", "record_blobs", id, "content")), 32)
	if err != nil {
		return nil, err
	}
	var content []byte
	for i, chunk := range chunks {
		bound := append(binary.BigEndian.AppendUint64(nil, uint64(i)), 0)
		if i == len(chunks)-1 {
			bound[8] = 1
		}
		plain, err := openGCM(key, chunk, bound)
		if err != nil {
			return nil, err
		}
		content = append(content, plain...)
	}
	return content, nil
}

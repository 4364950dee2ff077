package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// ring is what a key ring's file holds of use here.
type ring struct {
	system [][]byte                     // the newest first
	wrap   map[string]map[uint32][]byte // by class, then by the id of a key-encryption key
}

// readRing reads the key ring's file: JSON, byte strings in base 64.
func readRing(path string) (ring, error) {
	file, err := os.ReadFile(path)
	if err != nil {
		return ring{}, err
	}
	var in struct {
		Version int
		Ring    struct {
			Wrap    map[string][]byte
			System  []byte
			Systems [][]byte
		}
	}
	if err := json.Unmarshal(file, &in); err != nil || in.Version < 1 || in.Version > 3 {
		return ring{}, errors.New("this is no key ring of version 1 to 3")
	}
	r := ring{append([][]byte{in.Ring.System}, in.Ring.Systems...), map[string]map[uint32][]byte{}}
	for class, keyset := range in.Ring.Wrap {
		if r.wrap[class], err = readKeyset(keyset); err != nil {
			return ring{}, fmt.Errorf("the %s keys: %w", class, err)
		}
	}
	return r, nil
}

// unwrap opens a data key: 1 ‖ id of the key-encryption key (4) ‖ nonce ‖ ciphertext ‖ tag, bound to class and owner.
func (r ring) unwrap(class, owner string, wrapped []byte) ([]byte, error) {
	if len(wrapped) < 5 || wrapped[0] != 1 {
		return nil, errShut
	}
	key, ok := r.wrap[class][binary.BigEndian.Uint32(wrapped[1:5])]
	if !ok {
		return nil, errors.New("the ring has not the key that wrapped it")
	}
	return openGCM(key, wrapped[5:], parts("stablefutures wrapped key 1", class, owner))
}

// readKeyset reads a keyset: field 2, repeated, is a key; in it field 1 is the key's data, whose field 2 is a message
// with the raw key as field 3; field 3 of the key is its id.
func readKeyset(message []byte) (map[uint32][]byte, error) {
	keys := map[uint32][]byte{}
	err := eachField(message, func(number int, _ uint64, key []byte) error {
		if number != 2 {
			return nil
		}
		var id uint32
		var raw []byte
		err := eachField(key, func(number int, value uint64, data []byte) error {
			switch number {
			case 3:
				id = uint32(value)
			case 1:
				return eachField(data, func(number int, _ uint64, inner []byte) error {
					if number != 2 {
						return nil
					}
					return eachField(inner, func(number int, _ uint64, bytes []byte) error {
						if number == 3 {
							raw = bytes
						}
						return nil
					})
				})
			}
			return nil
		})
		if err == nil && len(raw) != 32 {
			err = errors.New("a key has not 32 bytes")
		}
		keys[id] = raw
		return err
	})
	return keys, err
}

var errKeyset = errors.New("it is no keyset")

// eachField walks a message in the wire format of Protocol Buffers: numbers (type 0) and byte strings (type 2).
func eachField(message []byte, f func(number int, value uint64, bytes []byte) error) error {
	for len(message) > 0 {
		tag, n := binary.Uvarint(message)
		if n <= 0 {
			return errKeyset
		}
		message = message[n:]
		value, n := binary.Uvarint(message)
		if n <= 0 {
			return errKeyset
		}
		message = message[n:]
		var bytes []byte
		switch tag & 7 {
		case 0:
		case 2:
			if value > uint64(len(message)) {
				return errKeyset
			}
			bytes, message = message[:value], message[value:]
		default:
			return errKeyset
		}
		if err := f(int(tag>>3), value, bytes); err != nil {
			return err
		}
	}
	return nil
}

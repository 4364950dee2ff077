//go:build !windows

package app

import "golang.org/x/sys/unix"

const windowsHere = false

// freeBytes says how much room there is for this user on the folder's disk.
func freeBytes(folder string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, err
	}
	return s.Bavail * uint64(s.Bsize), nil
}

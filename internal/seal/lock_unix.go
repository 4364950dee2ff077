//go:build unix && !solaris && !aix

package seal

import (
	"os"
	"path/filepath"
	"syscall"
)

// lockFolder lets one process at a time replace the ring at path. It locks the
// folder, so that no lock file lies about; where the folder cannot be locked (some
// network file systems) a lock file does it.
func lockFolder(path string) (unlock func(), err error) {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(dir.Fd()), syscall.LOCK_EX)
		if err != syscall.EINTR {
			break
		}
	}
	if err != nil {
		dir.Close()
		return lockFile(path)
	}
	return func() { dir.Close() }, nil // closing unlocks
}

//go:build !unix || solaris || aix

package seal

// lockFolder lets one process at a time replace the ring at path.
func lockFolder(path string) (unlock func(), err error) { return lockFile(path) }

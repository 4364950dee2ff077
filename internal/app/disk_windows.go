package app

import "golang.org/x/sys/windows"

const windowsHere = true

// freeBytes says how much room there is for this user on the folder's disk.
func freeBytes(folder string) (uint64, error) {
	path, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, err
	}
	var free uint64
	err = windows.GetDiskFreeSpaceEx(path, &free, nil, nil)
	return free, err
}

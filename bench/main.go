//go:build unix

// Command bench measures the product beside its bounds: the same engine with nothing around it, in the same run, in
// turns. Read the ratios; the figures alone say something about this machine and what else it was doing.
//
//	make bench
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"runtime/pprof"
	"time"
)

func main() {
	each := flag.Duration("each", 2*time.Second, "how long one measurement takes; each is taken three times")
	profile := flag.String("cpuprofile", "", "write a CPU profile of the services here, for go tool pprof")
	only := flag.String("only", "", "measure only the services that this regular expression finds; \"program\" measures the program alone")
	whole := flag.Bool("whole", false, "ask SQLite a nation's table over all 50 million facts too: some minutes more, 4 GB of disk and as much memory")
	flag.Parse()
	if *whole {
		besidePeople = nationPeople
	}
	if err := run(*each, *profile, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(each time.Duration, profile, only string) error {
	ctx := context.Background()
	wanted, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "stablefutures-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Printf("%s, %d cores, %s/%s\n\n", runtime.Version(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
	t := newTable(os.Stdout)
	defer t.close()
	stop, err := startProfile(profile)
	if err != nil {
		return err
	}
	err = measureServices(ctx, t, dir, each, wanted)
	stop()
	if err != nil {
		return fmt.Errorf("measure services: %w", err)
	}
	if err := measureStatistics(t, wanted); err != nil {
		return fmt.Errorf("measure statistics: %w", err)
	}
	if err := measureCharts(t, wanted); err != nil {
		return fmt.Errorf("measure charts: %w", err)
	}
	if err := measureCube(t, dir, wanted); err != nil {
		return fmt.Errorf("measure cube: %w", err)
	}
	if only != "" && only != "program" {
		return nil
	}
	if err := measureProgram(ctx, t, dir, each); err != nil {
		return fmt.Errorf("measure program: %w", err)
	}
	return nil
}

func startProfile(path string) (stop func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		f.Close()
	}, nil
}

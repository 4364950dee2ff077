package main

import (
	"runtime"

	"github.com/spf13/cobra"
)

func newVersion(f *flags) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Say which version this is", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			v := map[string]string{"version": version, "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH}
			return f.show(v, "stablefutures %s (%s, %s)\n", v["version"], v["go"], v["platform"])
		},
	}
}

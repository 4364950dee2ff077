package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"stablefutures/internal/insight"
)

func newGenerate(f *flags) *cobra.Command {
	var people int
	var seed uint64
	var out string
	c := &cobra.Command{
		Use: "generate", Short: "Invent facts about people who do not exist, as large as a nation's, to measure with", Args: noArgs,
		Long: "Writes a cube's file: conversations, barriers and promises of invented people over ten years in 212 places, about 830 facts\n" +
			"for each of them. The same numbers give the same bytes. docs/formats.md has the file. It needs no database and no key ring.",
		RunE: func(c *cobra.Command, _ []string) error {
			if out == "" {
				return usage("--out says where to write the file")
			}
			if people < 1 || people > insight.MostGenerated {
				return usage("--people is 1 to %d", insight.MostGenerated)
			}
			began := time.Now()
			cube, err := insight.Generate(people, seed)
			if err != nil {
				return err
			}
			size, err := writeCube(cube, out)
			if err != nil {
				return err
			}
			return f.show(map[string]int64{"people": int64(people), "facts": int64(cube.Facts()), "bytes": size},
				"%d facts about %d people who do not exist: %s, %d bytes, in %s\n", cube.Facts(), people, out, size, time.Since(began).Round(time.Millisecond))
		},
	}
	c.Flags().IntVar(&people, "people", 1000, "how many people")
	c.Flags().Uint64Var(&seed, "seed", 1, "the same seed invents the same people")
	c.Flags().StringVar(&out, "out", "", "write the file here")
	return c
}

// writeCube writes a cube's file beside its place first, so that no half of one stands there.
func writeCube(cube *insight.Cube, path string) (size int64, err error) {
	part, err := os.Create(path + ".part")
	if err != nil {
		return 0, fmt.Errorf("write cube: %w", err)
	}
	defer os.Remove(part.Name()) // nothing is there any more once it has its name
	if err := cube.Write(part); err != nil {
		part.Close()
		return 0, err
	}
	at, err := part.Stat()
	if err != nil {
		part.Close()
		return 0, fmt.Errorf("write cube: %w", err)
	}
	if err := part.Close(); err != nil {
		return 0, fmt.Errorf("write cube: %w", err)
	}
	return at.Size(), os.Rename(part.Name(), path)
}

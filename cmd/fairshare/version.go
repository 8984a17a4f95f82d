package main

import (
	"runtime"

	"github.com/spf13/cobra"
)

// version is set when a release is built: -ldflags "-X main.version=1.0.0".
var version = "development"

// versionDocument is what `fairshare version` prints.
type versionDocument struct {
	Version string `json:"version"`
	Go      string `json:"go"`
	System  string `json:"system"`
}

func newVersionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			return a.print("version", versionDocument{version, runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH})
		},
	}
}

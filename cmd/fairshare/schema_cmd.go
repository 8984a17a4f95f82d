package main

import (
	"embed"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// schemas are the JSON Schemas of what the commands print with --output json.
//
//go:embed schema/*.json
var schemas embed.FS

func newSchemaCommand(a *app) *cobra.Command {
	names := schemaNames()
	return &cobra.Command{
		Use:       "schema NAME",
		Short:     "Print the JSON Schema of a command's JSON: " + strings.Join(names, ", "),
		Args:      oneArgument("one of " + strings.Join(names, ", ")),
		ValidArgs: names,
		RunE: func(_ *cobra.Command, args []string) error {
			if !slices.Contains(names, args[0]) {
				return usageError("there is no schema %q; choose one of %s", args[0], strings.Join(names, ", "))
			}
			content, err := schemas.ReadFile("schema/" + args[0] + ".json")
			if err != nil {
				return err
			}
			_, err = a.stdout.Write(content)
			return err
		},
	}
}

func schemaNames() []string {
	entries, err := schemas.ReadDir("schema")
	if err != nil {
		panic(err) // the files are part of the program
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = strings.TrimSuffix(path.Base(entry.Name()), ".json")
	}
	return names
}

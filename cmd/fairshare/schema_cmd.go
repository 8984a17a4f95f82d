package main

import (
	"embed"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fairshare/mapping"
)

// schemas are the JSON Schemas of what the commands print with --output json.
//
//go:embed schema/*.json
var schemas embed.FS

func newSchemaCommand(a *app) *cobra.Command {
	names := schemaNames()
	var xsd bool
	c := &cobra.Command{
		Use:       "schema NAME | --xsd",
		Short:     "Print the JSON Schema of a command's JSON: " + strings.Join(names, ", ") + "; or the XSD of export and import",
		ValidArgs: names,
		Args: func(c *cobra.Command, args []string) error {
			if xsd {
				return noArguments(c, args)
			}
			return oneArgument("one of "+strings.Join(names, ", ")+", or --xsd")(c, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if xsd {
				_, err := io.WriteString(a.stdout, mapping.ExchangeSchema)
				return err
			}
			return a.printSchema(names, args[0])
		},
	}
	c.Flags().BoolVar(&xsd, "xsd", false, "the XML Schema of the files of `fairshare export` and `import`")
	return c
}

func (a *app) printSchema(names []string, name string) error {
	if !slices.Contains(names, name) {
		return usageError("there is no schema %q; choose one of %s", name, strings.Join(names, ", "))
	}
	content, err := schemas.ReadFile("schema/" + name + ".json")
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(content)
	return err
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

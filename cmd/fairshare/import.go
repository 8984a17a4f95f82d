package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/ofbiz"
)

func newImportEntitiesCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "import-entities FILE…",
		Short: "Load OFBiz entity-engine XML files into the database",
		Long: `Import-entities writes the rows of OFBiz entity-engine XML files into OFBiz's
tables, as Webtools' XML import does: a row that exists is updated, another one
created. Each file is one transaction. It is meant for sample and test companies;
in a company at work OFBiz's own import also clears OFBiz's caches.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError("`%s` takes one or more files", c.CommandPath())
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return a.importEntities(c.Context(), args) },
	}
}

func (a *app) importEntities(ctx context.Context, paths []string) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	for _, path := range paths {
		rows, err := s.importFile(ctx, path)
		if err != nil {
			return fmt.Errorf("import %s: %w", path, err)
		}
		fmt.Fprintf(a.stderr, "%s: %d rows\n", path, rows)
	}
	return nil
}

func (s *session) importFile(ctx context.Context, path string) (int, error) {
	file, err := os.Open(path) // #nosec G304 -- the user names it on the command line
	if err != nil {
		return 0, err
	}
	defer file.Close()
	return ofbiz.Import(ctx, s.db, file, s.zone)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"fairshare/mapping"
)

func newExportCommand(a *app) *cobra.Command {
	var settlement string
	c := &cobra.Command{
		Use:   "export",
		Short: "Write who shares what with whom, or what a settlement came to, as XML",
		Long: `Export writes the company's activities, shares, formulas, credits, parties,
facilities, founders and rules with their whole history to the standard output, as
XML of the schema that ` + "`fairshare schema --xsd`" + ` prints. What is wrong with OFBiz's data
is in it too. Nothing is written anywhere else.

` + "`fairshare shares --from`" + ` works out shares from such a file without a database,
` + "`fairshare import`" + ` compares one with OFBiz and carries over what was changed in it.`,
		Example: `  fairshare export > company.xml
  fairshare export --settlement Company-EUR-20261101 > settlement.xml`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if a.output != outputTable && a.output != outputXML {
				return usageError("export writes XML and nothing else; `fairshare shares` and `settlements show` print the other formats")
			}
			return a.export(c.Context(), settlement)
		},
	}
	c.Flags().StringVar(&settlement, "settlement", "", "the settlement whose result is written, in place of the company")
	return c
}

func (a *app) export(ctx context.Context, settlement string) error {
	if settlement != "" {
		return a.exportSettlement(ctx, settlement)
	}
	return a.withCompany(ctx, func(s *session, company *mapping.Company) error {
		return mapping.NewCompanyFile(company, s.job.Rules).Write(a.stdout)
	})
}

func (a *app) exportSettlement(ctx context.Context, id string) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	plan, err := s.job.Journal.Plan(ctx, id)
	if err != nil {
		return err
	}
	return mapping.NewSettlementFile(mapping.NewSettleDocument(plan, false)).Write(a.stdout)
}

// readExchange reads a file of export; "-" is the standard input.
func (a *app) readExchange(path string) (*mapping.Exchange, error) {
	file, err := a.openInput(path)
	if err != nil {
		return nil, withExit(exitUsage, err)
	}
	defer file.Close()
	exchange, err := mapping.ReadExchange(file)
	var refused *mapping.ExchangeError
	if errors.As(err, &refused) {
		return nil, withExit(exitRefused, fmt.Errorf("%s: %w", path, err))
	}
	return exchange, err
}

func (a *app) openInput(path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(a.stdin), nil
	}
	return os.Open(path) // #nosec G304 -- the user names it on the command line
}

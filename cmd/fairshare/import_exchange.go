package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"fairshare/adapter/files"
	"fairshare/cmd/internal/people"
	"fairshare/mapping"
)

// importRequest is what `fairshare import` was asked for.
type importRequest struct {
	path, login string
	apply       bool
}

func newImportCommand(a *app) *cobra.Command {
	var r importRequest
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "Compare a file of `fairshare export` with OFBiz; with --apply, carry its changes over",
		Long: `Import shows how an XML file of ` + "`fairshare export`" + ` that somebody edited differs from
OFBiz, and writes nothing. With --apply it carries the changes over, all in one
transaction or none, each noted in FAIRSHARE_AUDIT:

  shares    rows of the engineering BOM end and begin, as with ` + "`activity share`" + `
  credits   more pieces at a moment become an inventory item in the party's first
            facility that counts from that moment; whoever may approve the credit
            may import it, and nobody for themselves

Nothing is changed before the latest settlement's cut-off, and nothing is deleted.
All else that differs (a new activity or party, whose a facility is, a basis, the
rules, fewer pieces) is refused with its line, and so is what would stop the next
settlement. What the file does not name is left alone. Of a settlement's file it is
only told whether it says what was settled. "-" is the standard input.`,
		Example: `  fairshare import company.xml
  fairshare import company.xml --apply --as boss`,
		Args: func(c *cobra.Command, args []string) error {
			if err := oneArgument("a file of `fairshare export`")(c, args); err != nil || !r.apply {
				return err
			}
			return checkAs(r.login)
		},
		RunE: func(c *cobra.Command, args []string) error {
			r.path = args[0]
			return a.importExchange(c.Context(), r)
		},
	}
	c.Flags().BoolVar(&r.apply, "apply", false, "carry the changes over (default: only show them)")
	addAs(c, &r.login)
	return c
}

func (a *app) importExchange(ctx context.Context, r importRequest) error {
	exchange, err := a.readExchange(r.path)
	if err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	var document mapping.ImportDocument
	if exchange.Settlement != nil {
		document, err = s.compareSettlement(ctx, exchange.Settlement)
	} else {
		document, err = s.importCompany(ctx, exchange.Company, r)
	}
	s.progress.Done()
	if err != nil {
		return err
	}
	if err := a.print("import", document); err != nil {
		return err
	}
	return a.concludeImport(document, r)
}

// concludeImport says what has to be done next.
func (a *app) concludeImport(document mapping.ImportDocument, r importRequest) error {
	switch {
	case document.Refused():
		return refusedError("%s: not all of it can be carried over, so nothing was: the rows say why, with the line of the file", r.path)
	case len(document.Changes) == 0:
		fmt.Fprintf(a.stderr, "%s says what is there already: nothing to change\n", r.path)
	case document.DryRun:
		fmt.Fprintf(a.stderr, "%d changes, and nothing was written: `fairshare import %s --apply --as LOGIN` makes them\n", len(document.Changes), r.path)
	case document.File != "":
		return withExit(exitAttention, fmt.Errorf("%d changes wait in %s of the reports directory: import it in OFBiz's Webtools, XML Data Import", len(document.Changes), document.File))
	}
	return nil
}

func (s *session) compareSettlement(ctx context.Context, told *mapping.SettlementFile) (mapping.ImportDocument, error) {
	plan, err := s.job.Journal.Plan(ctx, told.Settlement)
	if err != nil {
		return mapping.ImportDocument{}, err
	}
	return mapping.CompareSettlement(told, mapping.NewSettleDocument(plan, false)), nil
}

func (s *session) importCompany(ctx context.Context, told *mapping.CompanyFile, r importRequest) (document mapping.ImportDocument, err error) {
	desk, request := s.desk(), people.ImportRequest{Login: r.login, File: told, Apply: r.apply}
	if s.config.OFBiz.WriteWith == "entity_xml" {
		request.Outside = s.leaveImport
	} else if r.apply {
		if desk, err = s.writingDesk(); err != nil {
			return document, err
		}
	}
	plan, err := desk.Import(ctx, s.company, request)
	if err != nil {
		return document, err
	}
	return plan.ImportDocument, nil
}

// leaveImport writes a plan as entity XML into the reports directory.
func (s *session) leaveImport(plan *mapping.ImportPlan) error {
	content := plan.XML(s.zone)
	plan.File = mapping.ImportFile(content)
	return files.Write(s.job.Reports.Directory, mapping.Document{Name: plan.File, Content: content})
}

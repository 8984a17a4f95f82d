package main

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/files"
	"fairshare/calc"
	"fairshare/cmd/internal/nightly"
	"fairshare/config"
	"fairshare/mapping"
)

func newProjectCommand(a *app) *cobra.Command {
	var r projectRequest
	c := &cobra.Command{
		Use:   "project",
		Short: "Show what a scenario would change for everybody, what is to come, or why shares changed",
		Long: `Project lays a scenario over OFBiz's data and shows what each party would get of each
activity beside what it gets at present. The time may lie in the past: "what if they
had had 30 % since January". What was sold until now is what was sold, settled or not
and whatever income.since says; what comes after is expected by --expect. Nothing is
ever written, and an account that may only read is enough.

Without a scenario it shows what is to come, as "fairshare project future".`,
		Example: `  fairshare project --scenario changes.yaml --from 2026-01-01 --to 2026-11-01
  fairshare project --scenario changes.yaml --format html > projection.html`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if r.scenario == "" {
				return a.projectFuture(c.Context(), r)
			}
			return a.project(c.Context(), r)
		},
	}
	c.Flags().StringVar(&r.scenario, "scenario", "", "the file with what is to be different")
	r.flags(c)
	r.form.flags(c, "")
	c.AddCommand(newProjectFutureCommand(a), newProjectCompareCommand(a))
	return c
}

// projectRequest is what `fairshare project` was asked for.
type projectRequest struct {
	scenario, from, to, expect string
	form                       form
}

func (r *projectRequest) flags(c *cobra.Command) {
	c.Flags().StringVar(&r.from, "from", "", "the first day or moment of the time that is looked at (default: today)")
	c.Flags().StringVar(&r.to, "to", "", "the day or moment before which it ends (default: a year after --from)")
	c.Flags().StringVar(&r.expect, "expect", string(mapping.ExpectLastYear), "where the sales of coming days are taken from: last_year, forecast (OFBiz's sales forecasts) or nothing")
}

// project works out a scenario and prints it.
func (a *app) project(ctx context.Context, r projectRequest) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	scenario, err := config.LoadScenario(r.scenario, func(text string) (time.Time, error) { return momentIn(s.zone, text) })
	if err != nil {
		return usageError("%w", err)
	}
	reading, prospect, err := s.prospect(ctx, r, scenario.Income.Expect)
	if err != nil {
		return err
	}
	projection, err := mapping.NewProjection(reading.Company, prospect, scenario, s.job.Rules)
	if err != nil {
		return usageError("%w", err)
	}
	document, err := projection.Document()
	if err != nil {
		return err
	}
	if err := a.printProjection(ctx, s, r.form, document); err != nil {
		return err
	}
	if mapping.Blocked(document.Findings) {
		return refusedError("the scenario brings %d findings that would stop a settlement; they are listed with what to do", countBlocking(document.Findings))
	}
	return nil
}

func (a *app) printProjection(ctx context.Context, s *session, form form, document mapping.ProjectDocument) error {
	switch form.format {
	case "":
		return a.print("project", document)
	case outputJSON:
		return write(a.stdout, outputJSON, "project", document)
	}
	names, err := ofbiz.Names(ctx, s.db)
	if err != nil {
		return err
	}
	listing := mapping.ProjectReport(document, names, s.organizationName(names), s.zone.String(), s.job.Rules.CurrencyDecimals)
	return form.print(a, s, func(l files.Language) (mapping.Document, error) { return l.RenderListing(form.format, listing) })
}

// organizationName is how the organization calls itself.
func (s *session) organizationName(names mapping.Names) string {
	if party, ok := names.Parties[calc.PartyID(s.config.Organization)]; ok && party.Name != "" {
		return party.Name
	}
	return s.config.Organization
}

// prospect reads the company with all that was ever sold, and the time to look at.
func (s *session) prospect(ctx context.Context, r projectRequest, also mapping.Expect) (*nightly.Reading, mapping.Prospect, error) {
	p := mapping.Prospect{Zone: s.zone, Expect: mapping.Expect(r.expect)}
	if !slices.Contains(mapping.Expects, p.Expect) {
		return nil, p, usageError("--expect %q: choose last_year, forecast or nothing", r.expect)
	}
	var err error
	if r.from != "" {
		if p.From, err = parseMoment("from", r.from, s.zone); err != nil {
			return nil, p, err
		}
	}
	if r.to != "" {
		if p.To, err = parseMoment("to", r.to, s.zone); err != nil {
			return nil, p, err
		}
	}
	reading, err := s.job.ReadAll(ctx, p.Expect == mapping.ExpectForecast || also == mapping.ExpectForecast)
	s.progress.Done()
	if err != nil {
		return nil, p, err
	}
	p.Now = reading.Info.At
	if r.from == "" {
		y, m, d := p.Now.In(s.zone).Date()
		p.From = time.Date(y, m, d, 0, 0, 0, 0, s.zone)
	}
	if r.to == "" {
		p.To = p.From.In(s.zone).AddDate(1, 0, 0)
	}
	return reading, p, checkProspect(p)
}

// yearsAtMost bounds how far a projection looks.
const yearsAtMost = 50

func checkProspect(p mapping.Prospect) error {
	switch {
	case !p.From.Before(p.To):
		return usageError("--from %s is not before --to %s", p.From.In(p.Zone).Format(time.RFC3339), p.To.In(p.Zone).Format(time.RFC3339))
	case p.To.After(p.Now.AddDate(yearsAtMost, 0, 0)):
		return usageError("--to %s is more than %d years ahead", p.To.In(p.Zone).Format(time.DateOnly), yearsAtMost)
	}
	return nil
}

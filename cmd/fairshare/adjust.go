package main

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"os/user"
	"strings"

	"github.com/spf13/cobra"

	"fairshare/adapter/database/ofbiz"
	"fairshare/calc"
	"fairshare/mapping"
)

// adjustOptions are the flags of adjust.
type adjustOptions struct {
	currency, reason, by string
	list                 bool
}

func newAdjustCommand(a *app) *cobra.Command {
	var o adjustOptions
	c := &cobra.Command{
		Use:   "adjust PARTY AMOUNT --currency EUR --reason TEXT",
		Short: "Add to a party's balance, or take from it, with a reason; or list what was adjusted",
		Long: `Adjust books an amount for a party: a bonus, a correction, an advance to be set
off (a negative amount, given behind --). The next settlement of the currency takes
it: it is in the party's balance, on its invoice and in the reports, with the
reason. What was adjusted is never changed; it is set right by another adjustment.`,
		Example: `  fairshare adjust mik 25.00 --currency EUR --reason "workshop in May"
  fairshare adjust --currency EUR --reason "advance of June" -- mik -100`,
		Args: func(c *cobra.Command, args []string) error {
			if want := 2; !o.list && len(args) != want || o.list && len(args) != 0 {
				return usageError("`%s` takes a party and an amount, or --list alone; a negative amount stands behind --", c.CommandPath())
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if o.list {
				return a.listAdjustments(c.Context())
			}
			return a.adjust(c.Context(), args[0], args[1], o)
		},
	}
	c.Flags().StringVar(&o.currency, "currency", "", "currency of the amount, e.g. EUR")
	c.Flags().StringVar(&o.reason, "reason", "", "why: the party reads it on its invoice")
	c.Flags().StringVar(&o.by, "by", "", "who decided (default: the user of the operating system)")
	c.Flags().BoolVar(&o.list, "list", false, "list all adjustments and the settlements that took them")
	return c
}

// The lengths of the columns for texts, in characters.
const (
	reasonLength = 200
	byLength     = 100
)

func (a *app) adjust(ctx context.Context, party, amount string, o adjustOptions) error {
	if err := o.complete(); err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	adjustment, err := s.adjustment(ctx, party, amount, o)
	if err != nil {
		return err
	}
	now := a.now().UTC()
	adjustment.At, adjustment.ID = now, adjustmentID(now.Format("20060102-150405.000"))
	if err := s.job.Adjust(ctx, adjustment); err != nil {
		return err
	}
	return a.print("adjustments", mapping.AdjustmentEntries([]mapping.Adjustment{adjustment}, s.job.Rules.CurrencyDecimals(adjustment.Currency)))
}

// complete refuses what is missing or would not fit, and finds out who it is.
func (o *adjustOptions) complete() error {
	o.reason, o.by = mapping.ColumnText(strings.TrimSpace(o.reason), 1000), mapping.ColumnText(strings.TrimSpace(o.by), 1000)
	if o.by == "" {
		if person, err := user.Current(); err == nil {
			o.by = person.Username
		}
	}
	switch {
	case o.currency == "":
		return usageError("--currency is needed: balances of different currencies never mix")
	case o.reason == "" || len([]rune(o.reason)) > reasonLength:
		return usageError("--reason is needed, of at most %d characters: the party reads it on its invoice", reasonLength)
	case o.by == "" || len([]rune(o.by)) > byLength:
		return usageError("--by is needed, of at most %d characters: who decided on the adjustment", byLength)
	}
	return nil
}

// adjustment holds what was asked against OFBiz: the party and currency exist, and
// the company itself has no account.
func (s *session) adjustment(ctx context.Context, party, amount string, o adjustOptions) (mapping.Adjustment, error) {
	partyID, currency, err := ofbiz.Payee(ctx, s.db, party, o.currency)
	if err != nil {
		return mapping.Adjustment{}, usageError("adjust: %w", err)
	}
	if partyID == s.config.Organization {
		return mapping.Adjustment{}, usageError("adjust: %s is the company that pays; it has no account with itself", partyID)
	}
	minor, err := calc.ParseMinor(amount, s.job.Rules.CurrencyDecimals(currency))
	if err != nil || minor == 0 {
		return mapping.Adjustment{}, usageError("adjust: %q is no amount of %s other than 0", amount, currency)
	}
	if minor > maxAdjustment || minor < -maxAdjustment {
		return mapping.Adjustment{}, usageError("adjust: %s %s is more than an invoice in OFBiz holds", amount, currency)
	}
	return mapping.Adjustment{Party: calc.PartyID(partyID), Currency: currency, Amount: minor, Reason: o.reason, By: o.by}, nil
}

// maxAdjustment, in minor units, keeps sums of balances far from what an invoice of
// OFBiz can't hold any more.
const maxAdjustment = 99_999_999_999_999

// adjustmentID begins with the time, so that a list by id is in order of time.
func adjustmentID(at string) string {
	var random [5]byte
	_, _ = rand.Read(random[:]) // never fails
	return fmt.Sprintf("A%s-%s", at, base32.HexEncoding.EncodeToString(random[:]))
}

func (a *app) listAdjustments(ctx context.Context) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	adjustments, err := s.job.Journal.Adjustments(ctx, s.db)
	if err != nil {
		return err
	}
	entries := []mapping.AdjustmentEntry{}
	for _, adjustment := range adjustments {
		entries = append(entries, mapping.AdjustmentEntries([]mapping.Adjustment{adjustment}, s.job.Rules.CurrencyDecimals(adjustment.Currency))...)
	}
	return a.print("adjustments", entries)
}

package main

import (
	"fmt"
	"maps"
	"time"

	"github.com/shopspring/decimal"

	"fairshare/calc"
	"fairshare/config"
	"fairshare/mapping"
)

// rulesOf turns the configuration into the rules of the mapping.
func rulesOf(c *config.Config, zone *time.Location) (mapping.Rules, error) {
	basis, err := mapping.ParseBasis(c.Shares.Basis)
	if err != nil {
		return mapping.Rules{}, fmt.Errorf("shares.basis: %w", err)
	}
	method, err := parseMethod(c.Shares.Method)
	if err != nil {
		return mapping.Rules{}, err
	}
	founders, err := foundersOf(c.Founders)
	if err != nil {
		return mapping.Rules{}, err
	}
	since, err := sinceOf(c.Income.Since, zone)
	if err != nil {
		return mapping.Rules{}, err
	}
	rules := mapping.Rules{
		Organization:     c.Organization,
		Vendors:          c.Income.Vendors,
		Zone:             zone,
		Group:            c.Parties.Group,
		RelationshipType: c.Parties.RelationshipType,
		MemberRole:       c.Parties.Role,
		FacilityRole:     c.Parties.FacilityRole,
		Facilities:       mapping.Facility(c.Parties.Facilities),
		IgnoreFacilities: c.Credits.IgnoreFacilities,
		ItemStatuses:     mapping.DefaultItemStatuses(),
		Basis:            basis,
		Method:           method,
		Adjustments:      mapping.DefaultAdjustments(),
		Decimals:         c.Currencies.Decimals,
		Recognize:        mapping.Recognize(c.Income.Recognize),
		Since:            since,
		Costs:            mapping.Costs(c.Costs),
		Founders:         founders,
		Cycles:           cyclesOf(c.Shares.Cycles),
		Epsilon:          epsilonOf(c.Shares.Epsilon),
		ConvertTo:        c.Currency.ConvertTo,
	}
	maps.Copy(rules.Adjustments, c.Income.Adjustments)
	for status, counts := range c.Credits.Statuses {
		rules.ItemStatuses[status] = mapping.Counts(counts)
	}
	for _, accepted := range c.Findings.Accept {
		rules.Accepted = append(rules.Accepted, mapping.Acceptance(accepted))
	}
	return rules, nil
}

// sinceOf reads income.since in OFBiz's zone; nothing is the zero time.
func sinceOf(text string, zone *time.Location) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	since, err := momentIn(zone, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("income.since: %w", err)
	}
	return since, nil
}

func foundersOf(configured []config.Founder) ([]mapping.FounderRule, error) {
	founders := make([]mapping.FounderRule, len(configured))
	for i, f := range configured {
		percent, err := mapping.ParseQuantity(f.Percent)
		if err != nil {
			return nil, fmt.Errorf("founders: %s: percent %w", f.Product, err)
		}
		founders[i] = mapping.FounderRule{Product: f.Product, Percent: percent}
	}
	return founders, nil
}

// epsilonOf reads shares.epsilon, which the configuration has checked; a part below
// a millionth counts as a millionth.
func epsilonOf(text string) calc.Quantity {
	part, err := decimal.NewFromString(text)
	if err != nil || part.IsZero() {
		return 0
	}
	return max(1, calc.Quantity(part.Shift(6).IntPart()))
}

// cyclesOf reads shares.cycles, which the configuration has checked.
func cyclesOf(text string) calc.Cycles {
	if text == "solve" {
		return calc.SolveCycles
	}
	return calc.RefuseCycles
}

// parseMethod reads shares.method and --method.
func parseMethod(text string) (calc.Method, error) {
	switch text {
	case "recursive":
		return calc.Recursive, nil
	case "direct":
		return calc.Direct, nil
	}
	return 0, usageError("the method %q does not exist; choose recursive or direct", text)
}

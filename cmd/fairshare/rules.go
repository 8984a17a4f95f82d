package main

import (
	"fmt"
	"maps"
	"time"

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

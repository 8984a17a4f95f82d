package config

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Digest stands for everything in the configuration that decides who is paid what:
// the same data and the same digest give the same settlement. Addresses, accounts,
// logs, schedules and reports are not in it. It is kept with every settlement.
func (c *Config) Digest() string {
	// The order of the fields is part of the digest: add at the end.
	deciding := struct {
		Organization  string
		Timezone      string
		Zone          string // of the settlements' days
		Parties       Parties
		Shares        Shares
		Income        Income
		Credits       Credits
		Currencies    Currencies
		Costs         Costs
		Founders      []Founder
		Currency      Currency
		Period        string
		MinimumPayout string
		Invoice       Invoice
		Findings      Findings
	}{
		c.Organization, c.OFBiz.Timezone, c.ScheduleZone().String(), c.Parties, c.Shares, c.Income, c.Credits,
		c.Currencies, c.Costs, c.Founders, c.Currency, c.Settlement.Period, c.Settlement.MinimumPayout, c.Invoice, c.Findings,
	}
	canonical, err := json.Marshal(deciding) // sorts the maps
	if err != nil {
		panic(fmt.Sprintf("digest of the configuration: %v", err)) // texts, numbers and maps of them can't fail
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}

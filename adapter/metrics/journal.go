package metrics

import (
	"strconv"

	"fairshare/mapping"
)

// Settlements says what is in the journal: how many settlements of each state,
// the newest cut-off, and what the settlements of each currency came to.
func (m *Metrics) Settlements(settlements []mapping.Settlement) {
	states := map[mapping.State]int{
		mapping.Held: 0, mapping.Planned: 0, mapping.Writing: 0, mapping.Exported: 0, mapping.Verified: 0, mapping.Closed: 0, mapping.Voiding: 0, mapping.Void: 0,
	}
	sums := map[string]*mapping.Settlement{}
	for _, s := range settlements {
		states[s.State]++
		if s.State == mapping.Void {
			continue
		}
		m.lastCutoff.Set(seconds(s.Until)) // oldest first, so the last one stays
		if sums[s.Currency] == nil {
			sums[s.Currency] = &mapping.Settlement{Decimals: s.Decimals}
		}
		sum := sums[s.Currency]
		sum.Earned += s.Earned
		sum.Retained += s.Retained
	}
	for state, count := range states {
		m.settlements.WithLabelValues(string(state)).Set(float64(count))
	}
	for currency, sum := range sums {
		m.paid.WithLabelValues(currency).Set(shown(sum.Earned.Text(sum.Decimals)))
		m.retained.WithLabelValues(currency).Set(shown(sum.Retained.Text(sum.Decimals)))
	}
}

// BalanceDrift says by how much balances in a currency are not what its settlements
// add up to.
func (m *Metrics) BalanceDrift(currency, amount string) {
	m.drift.WithLabelValues(currency).Set(shown(amount))
}

// shown is an exact amount as Prometheus has it, a float64: good for a graph, and
// used for nothing else.
func shown(amount string) float64 {
	value, err := strconv.ParseFloat(amount, 64)
	if err != nil {
		return 0 // an amount's text is a decimal
	}
	return value
}

// Findings says how many findings of each severity the last settlement had.
func (m *Metrics) Findings(findings []mapping.Finding) {
	counts := map[mapping.Severity]int{mapping.Blocking: 0, mapping.Accepted: 0, mapping.Warning: 0}
	for _, f := range findings {
		counts[f.Severity]++
	}
	for severity, count := range counts {
		m.findings.WithLabelValues(string(severity)).Set(float64(count))
	}
}

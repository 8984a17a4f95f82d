package nightly

import (
	"iter"

	"fairshare/adapter/files"
	"fairshare/calc"
	"fairshare/mapping"
)

// Documents makes all reports of a settlement, one at a time: every party's
// statement by party id, then the finance report, each in every format.
func Documents(plan *mapping.Plan, names mapping.Names, past []mapping.PastSettlement, finance mapping.Finance, language files.Language, formats []string) iter.Seq2[mapping.Document, error] {
	organization := OrganizationName(names, plan)
	history := mapping.HistoryOf(past, plan)
	return func(yield func(mapping.Document, error) bool) {
		for _, statement := range mapping.StatementsOf(plan, names, organization) {
			statement.History = history[statement.Party.ID]
			for _, format := range formats {
				if !yield(language.Render(format, statement)) {
					return
				}
			}
		}
		for _, format := range formats {
			if !yield(language.RenderFinance(format, finance)) {
				return
			}
		}
	}
}

// OrganizationName is what the paying company is called.
func OrganizationName(names mapping.Names, plan *mapping.Plan) string {
	if party, ok := names.Parties[calc.PartyID(plan.Settlement.Organization)]; ok && party.Name != "" {
		return party.Name
	}
	return plan.Settlement.Organization
}

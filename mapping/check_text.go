package mapping

import (
	"strings"
	"unicode"

	"fairshare/calc"
)

// idLength is what OFBiz's id columns hold.
const idLength = 20

// refuseIDs looks at the ids of whoever may be paid, and for what. They go into
// invoices as they are or not at all: a party that no invoice can name is not
// invoiced (addAccounts), what such an activity would keep is retained.
func (in *Intake) refuseIDs(c *Company) {
	for _, account := range c.Scheme.Accounts {
		if account.Party != "" && !IsColumnID(string(account.Party), idLength) {
			in.findBadID("Party", string(account.Party), "it gets no invoice and its balance is carried; give the party another id")
		}
	}
	for n, credited := range creditedActivities(c) {
		if a := &c.Scheme.Activities[n]; credited && !IsColumnID(string(a.ID), idLength) && a.ID != calc.NoActivity {
			a.Refused = calc.RuleRefused
			in.findBadID("Product", string(a.ID), "what reaches it is retained; give the product another id")
		}
	}
}

func (in *Intake) findBadID(entity, id, instead string) {
	in.found.add("BAD_ID", entity, id, "its id %q has a space at an end, or a character that can't be seen or takes four bytes, so no invoice can name it: %s", id, instead)
}

func creditedActivities(c *Company) []bool {
	credited := make([]bool, len(c.Scheme.Activities))
	for _, change := range c.Scheme.Credits {
		credited[change.Activity] = true
	}
	return credited
}

// checkNames looks at the names that reports show.
func (in *Intake) checkNames(c *Company, activity []int32) {
	for _, account := range c.Scheme.Accounts {
		if account.Party != "" {
			in.checkName("Party", string(account.Party), in.parties.rows[in.parties.ids.find([]byte(account.Party))].name)
		}
	}
	credited := creditedActivities(c)
	for n, row := range in.products.rows {
		if credited[activity[n]] {
			in.checkName("Product", in.products.ids.string(int32(n)), row.name)
		}
	}
}

// keptName is a name that is needed: for people each, to settle only one that
// checkName tells of.
func (in *Intake) keptName(name string) string {
	if in.settle && !strings.ContainsFunc(name, isOdd) {
		return ""
	}
	return name
}

func (in *Intake) checkName(entity, id, name string) {
	if name != id && strings.ContainsFunc(name, isOdd) {
		in.found.add("ODD_NAME", entity, id, "its name %+q holds characters that can't be seen, turn the text around or do not fit OFBiz's tables: they are replaced wherever it is shown; correct the name", name)
	}
}

// isOdd reports whether a character of a name is not simply seen as what it is, or
// not kept by OFBiz's columns.
func isOdd(r rune) bool {
	return hidden(r) || columnRune(r) != r || r == unicode.ReplacementChar
}

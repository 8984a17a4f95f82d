package files

import (
	"fairshare/calc"
	"fairshare/mapping"
)

// financeModel is what finance.tmpl shows.
type financeModel struct {
	sheet
	mapping.Finance
}

func financeHTML(l Language, r mapping.Finance) ([]byte, error) {
	return execute(financePage, financeModel{sheet{l, r.Settlement, r.Until.Location()}, r})
}

// Title is what a browser's tab says.
func (m financeModel) Title() string {
	return mapping.Shown(m.Organization) + ": " + m.textf("Finance report until %s", m.Cutoff())
}

// Blocking counts the findings that stop the writes.
func (m financeModel) Blocking() int {
	n := 0
	for _, f := range m.Findings {
		if f.Severity == mapping.Blocking {
			n++
		}
	}
	return n
}

// changesAtMost is how many changes people read; the parties' own lines have all.
const changesAtMost = 20

// MainChanges are the largest ones, the same in every format.
func (m financeModel) MainChanges() []mapping.ChangeLine { return mainChanges(m.Finance) }

func mainChanges(r mapping.Finance) []mapping.ChangeLine {
	if r.Comparison == nil {
		return nil
	}
	return r.Comparison.Changes[:min(len(r.Comparison.Changes), changesAtMost)]
}

// Total is the sum of all parties' accounts.
func (m financeModel) Total() mapping.Account { return totalOf(m.Parties) }

// Reasons are the retained lines, put together by reason.
func (m financeModel) Reasons() []reasonGroup { return byReason(m.Retained) }

func totalOf(lines []mapping.PartyLine) mapping.Account {
	var sum mapping.Account
	for _, line := range lines {
		sum.Opening += line.Account.Opening
		sum.Earned += line.Account.Earned
		sum.Adjusted += line.Account.Adjusted
		sum.Invoiced += line.Account.Invoiced
		sum.Closing += line.Account.Closing
	}
	return sum
}

// reasonGroup is all that is retained for one reason.
type reasonGroup struct {
	Reason  calc.Reason
	Meaning string
	Lines   []mapping.RetainedLine
	Sum     calc.Minor
}

// byReason needs the lines sorted by reason, as a finance report has them.
func byReason(lines []mapping.RetainedLine) []reasonGroup {
	var groups []reasonGroup
	for _, line := range lines {
		if len(groups) == 0 || groups[len(groups)-1].Reason != line.Reason {
			groups = append(groups, reasonGroup{Reason: line.Reason, Meaning: line.Meaning})
		}
		last := &groups[len(groups)-1]
		last.Lines, last.Sum = append(last.Lines, line), last.Sum+line.Amount
	}
	return groups
}

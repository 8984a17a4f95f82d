package mapping

import (
	"cmp"
	"slices"

	"fairshare/calc"
)

// ImportedCreditText is the comment of what import records.
const ImportedCreditText = "imported with Fairshare"

// creditKey is where and when pieces came.
type creditKey struct {
	facility string
	at       calc.Instant
}

func creditsByKey(a FileActivity) map[creditKey]calc.Quantity {
	credits := map[creditKey]calc.Quantity{}
	for _, c := range a.Credits {
		credits[creditKey{c.Facility, c.At}] += c.Change
	}
	return credits
}

// credits compares the pieces that came into each facility at each moment.
func (d *importDiffer) credits(now, wanted, told FileActivity) {
	before, after := creditsByKey(now), creditsByKey(wanted)
	keys := make([]creditKey, 0, len(before)+len(after))
	for key := range before {
		keys = append(keys, key)
	}
	for key := range after {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b creditKey) int { return cmp.Or(cmp.Compare(a.facility, b.facility), cmp.Compare(a.at, b.at)) })
	for _, key := range slices.Compact(keys) {
		if before[key] != after[key] {
			d.credit(told, key, before[key], after[key])
		}
	}
}

func (d *importDiffer) credit(told FileActivity, key creditKey, before, after calc.Quantity) {
	change := ImportChange{Line: told.Line, What: "credit", Activity: told.ID, Key: key.facility, From: fileMoment(key.at, d.zone), Before: pieces(before), After: pieces(after), Outcome: ImportNew}
	for _, c := range told.Credits {
		if c.Facility == key.facility && c.At == key.at {
			change.Line = c.Line
			break
		}
	}
	credit := ImportCredit{Activity: told.ID, Facility: key.facility, Party: d.partyIn(key), Quantity: after - before, At: d.moment(key.at), from: change.From}
	if change.Text = d.whyNoCredit(key, credit); change.Text != "" {
		change.Outcome = ImportRefused
	}
	d.add(change)
	d.plan.Credits = append(d.plan.Credits, credit)
}

// pieces is "" for none.
func pieces(q calc.Quantity) string {
	if q == 0 {
		return ""
	}
	return q.String()
}

// whyNoCredit says why a credit can't be recorded; "" is that it can.
func (d *importDiffer) whyNoCredit(key creditKey, credit ImportCredit) string {
	switch {
	case credit.Quantity < 0:
		return "OFBiz has more pieces there: nothing is taken back by a file; a physical inventory in OFBiz does that, and if somebody recorded them since, export anew"
	case credit.Quantity > maxProposal:
		return "more than " + calc.Quantity(maxProposal).String() + " pieces at once are not recorded"
	case key.at == calc.Ever:
		return "a credit begins to count at some moment: give it an at"
	case key.facility == "":
		return "a credit lies in the facility of whose it is: name it"
	case credit.Party == "":
		return "at that moment the facility is not the one in which a member's credits count"
	}
	return d.settledText(key.at)
}

// partyIn is whose the pieces in a facility are at a moment; "" for nobody's.
func (d *importDiffer) partyIn(key creditKey) string {
	scheme := &d.company.Scheme
	for _, t := range scheme.Tenures {
		if string(scheme.Facilities[t.Facility]) == key.facility && t.From <= key.at && key.at < t.Thru {
			return string(scheme.Accounts[t.Account].Party)
		}
	}
	return ""
}

// problems are the findings that the company would have when all is done, and has
// not: at the first change and at every moment after it at which a share begins or
// ends, or a credit comes.
func (d *importDiffer) problems() ([]Finding, error) {
	after, err := d.company.withImport(d.plan)
	if err != nil {
		return nil, err
	}
	first, moments := calc.Never, []calc.Instant{}
	for _, p := range d.plan.Pairs {
		for _, edit := range p.Edits() {
			for _, row := range []*ShareRow{edit.End, edit.Reweigh, edit.New} {
				if row != nil {
					first = min(first, instantOf(row.From))
				}
			}
		}
	}
	for _, c := range d.plan.Credits {
		moments = append(moments, instantOf(c.At))
	}
	if first != calc.Never {
		moments = append(moments, after.cuts(first)...)
	}
	slices.Sort(moments)
	found, err := newProblemsAt(d.company, after, slices.Compact(moments))
	return append([]Finding{}, found...), err
}

// withImport is the company as the plan would make it.
func (c *Company) withImport(plan *ImportPlan) (*Company, error) {
	var changes []ShareChange
	var edits []ShareEdit
	for _, p := range plan.Pairs {
		for _, edit := range p.Edits() {
			changes, edits = append(changes, p.Change()), append(edits, edit)
		}
	}
	after, err := c.WithShares(changes, edits)
	if err != nil {
		return nil, err
	}
	after.Scheme.Credits = slices.Clone(c.Scheme.Credits)
	for _, credit := range plan.Credits {
		facility := slices.Index(c.Scheme.Facilities, calc.FacilityID(credit.Facility))
		after.Scheme.Credits = append(after.Scheme.Credits, calc.CreditChange{
			Activity: after.activity(credit.Activity), Facility: int32(facility), At: instantOf(credit.At), Change: credit.Quantity,
		})
	}
	return after, nil
}

// Allow asks of every change whether it may be made; what may not is refused.
func (p *ImportPlan) Allow(shares func(activity string) error, credits func(activity, party string) error) {
	for i := range p.Changes {
		if c := &p.Changes[i]; c.What == "share" && c.Outcome == ImportNew {
			c.deny(shares(c.Activity))
		}
	}
	for _, credit := range p.Credits {
		if c := p.changeOf(credit); c != nil && c.Outcome == ImportNew {
			c.deny(credits(credit.Activity, credit.Party))
		}
	}
}

// changeOf finds a credit's line of the document.
func (p *ImportPlan) changeOf(credit ImportCredit) *ImportChange {
	for i := range p.Changes {
		if c := &p.Changes[i]; c.What == "credit" && c.Activity == credit.Activity && c.Key == credit.Facility && c.From == credit.from {
			return c
		}
	}
	return nil
}

func (c *ImportChange) deny(err error) {
	if err != nil {
		c.Outcome, c.Text = ImportRefused, err.Error()
	}
}

// Made says that all that was new is so now.
func (p *ImportPlan) Made() {
	for i := range p.Changes {
		if p.Changes[i].Outcome == ImportNew {
			p.Changes[i].Outcome = ImportMade
		}
	}
}

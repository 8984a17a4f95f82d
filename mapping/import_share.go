package mapping

import (
	"cmp"
	"slices"
	"strings"

	"fairshare/calc"
)

// shares compares the rows of each pair by the moment on which they begin.
func (d *importDiffer) shares(now, wanted, told FileActivity) {
	before, after := sharesByPair(now), sharesByPair(wanted)
	pairs := map[string]bool{}
	for of := range before {
		pairs[of] = true
	}
	for of := range after {
		pairs[of] = true
	}
	for _, of := range sortedKeys(pairs) {
		d.pair(told, of, before[of], after[of])
	}
}

func sharesByPair(a FileActivity) map[string][]FileShare {
	pairs := map[string][]FileShare{}
	for _, s := range a.Shares {
		pairs[s.Of] = append(pairs[s.Of], s)
	}
	return pairs
}

// pair compares one activity's share of another.
func (d *importDiffer) pair(told FileActivity, of string, before, after []FileShare) {
	differs := false
	for _, s := range byBeginning(before, after) {
		at := s.From
		old, had := shareFrom(before, at)
		fresh, has := shareFrom(after, at)
		change := ImportChange{
			Line: lineOfShare(told, of, at, has), What: "share", Activity: told.ID, Key: of, From: fileMoment(at, d.zone),
			Before: d.shareText(old, had), After: d.shareText(fresh, has), Outcome: ImportNew,
		}
		if change.Before == change.After && count(before, at) == count(after, at) {
			continue
		}
		if change.Text = d.whyNoShare(told, of, old, fresh, had, has); change.Text == "" && max(count(before, at), count(after, at)) > 1 {
			change.Text = "two rows begin at that moment: OFBiz holds one"
		}
		if change.Text != "" {
			change.Outcome = ImportRefused
		}
		d.add(change)
		differs = true
	}
	if differs {
		d.plan.Pairs = append(d.plan.Pairs, SharePair{told.ID, of, d.shareRows(before), d.shareRows(after)})
	}
}

// byBeginning are the rows of both, one for each moment on which any begins.
func byBeginning(before, after []FileShare) []FileShare {
	all := slices.Concat(before, after)
	slices.SortFunc(all, func(a, b FileShare) int { return cmp.Compare(a.From, b.From) })
	return slices.CompactFunc(all, func(a, b FileShare) bool { return a.From == b.From })
}

func shareFrom(shares []FileShare, at calc.Instant) (FileShare, bool) {
	i := slices.IndexFunc(shares, func(s FileShare) bool { return s.From == at })
	if i < 0 {
		return FileShare{}, false
	}
	return shares[i], true
}

func count(shares []FileShare, at calc.Instant) (n int) {
	for _, s := range shares {
		if s.From == at {
			n++
		}
	}
	return n
}

// lineOfShare is the share's in the file, or its activity's where the file has none.
func lineOfShare(told FileActivity, of string, at calc.Instant, has bool) int {
	for _, s := range told.Shares {
		if has && s.Of == of && s.From == at {
			return s.Line
		}
	}
	return told.Line
}

func (d *importDiffer) shareText(s FileShare, there bool) string {
	switch {
	case !there:
		return ""
	case s.Unreadable:
		return "unreadable" + d.untilText(s.Thru)
	case s.Formula != "":
		return s.Formula + d.untilText(s.Thru)
	}
	return s.Weight.String() + d.untilText(s.Thru)
}

// whyNoShare says why a share can't be made so; "" is that it can.
func (d *importDiffer) whyNoShare(told FileActivity, of string, old, fresh FileShare, had, has bool) string {
	reweighed := old.Weight != fresh.Weight || old.Formula != fresh.Formula || old.Unreadable != fresh.Unreadable
	switch {
	case !has:
		return "OFBiz has this row and the file has not: nothing is deleted; let the row in the file end with a thru"
	case fresh.Unreadable && reweighed:
		return "nobody can enter what can't be read: give it a weight or a formula"
	case fresh.From == calc.Ever:
		return "a share begins at some moment: give it a from"
	case SameID(of, told.ID):
		return "an activity's part in itself is its attribute SHARE_OWN_WEIGHT: set that in OFBiz"
	case !had || reweighed:
		return d.settledText(fresh.From)
	}
	return d.settledText(min(old.Thru, fresh.Thru))
}

func (d *importDiffer) shareRows(shares []FileShare) []ShareRow {
	rows := make([]ShareRow, len(shares))
	for i, s := range shares {
		rows[i] = ShareRow{From: d.moment(s.From), Thru: d.moment(s.Thru), Formula: s.Formula}
		if s.Formula == "" && !s.Unreadable {
			rows[i].Weight = s.Weight.String()
		}
	}
	return rows
}

// Edits are what makes a pair's rows as they shall be.
func (p SharePair) Edits() []ShareEdit {
	var edits []ShareEdit
	for _, row := range p.After {
		i := slices.IndexFunc(p.Before, func(old ShareRow) bool { return old.From.Equal(row.From) })
		if i < 0 {
			edits = append(edits, ShareEdit{New: &row})
			continue
		}
		old, edit := p.Before[i], ShareEdit{}
		if !old.Thru.Equal(row.Thru) {
			edit.End = &ShareRow{From: row.From, Thru: row.Thru}
		}
		if old.Weight != row.Weight || old.Formula != row.Formula {
			edit.Reweigh = &row
		}
		if edit != (ShareEdit{}) {
			edits = append(edits, edit)
		}
	}
	return edits
}

// Change names the pair.
func (p SharePair) Change() ShareChange {
	return ShareChange{Activity: p.Activity, Component: p.Component}
}

// Same reports whether rows as the database has them are those that the pair begins
// with. Rows that are never valid, or weigh nothing, are not looked at.
func (p SharePair) Same(found []ShareRow) bool {
	found = slices.DeleteFunc(slices.Clone(found), func(r ShareRow) bool {
		return !r.Thru.IsZero() && !r.From.Before(r.Thru) || r.Formula == "" && r.Weight != "" && strings.Trim(r.Weight, "0.") == ""
	})
	return slices.EqualFunc(found, p.Before, func(a, b ShareRow) bool {
		unread := b.Weight == "" && b.Formula == ""
		return a.From.Equal(b.From) && a.Thru.Equal(b.Thru) && (unread || canonicalWeight(a) == canonicalWeight(b))
	})
}

func canonicalWeight(r ShareRow) string {
	if r.Formula != "" {
		if formula, err := calc.ParseFormula(r.Formula); err == nil {
			return formula.String()
		}
		return r.Formula
	}
	if weight, err := ParseQuantity(r.Weight); err == nil {
		return weight.String()
	}
	return r.Weight
}

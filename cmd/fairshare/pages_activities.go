package main

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math/big"
	"slices"
	"time"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/web"
	"fairshare/calc"
	"fairshare/cmd/internal/people"
	"fairshare/mapping"
)

// Activities are those of these ids, or all of them.
func (p *pages) Activities(ctx context.Context, ids []string, all bool) ([]mapping.Product, error) {
	reading, err := p.company(ctx)
	if err != nil {
		return nil, err
	}
	var found []mapping.Product
	for _, activity := range reading.Company.Scheme.Activities {
		id := activity.ID
		asked := func(other string) bool { return mapping.SameID(other, string(id)) }
		if id != calc.NoActivity && (all || slices.ContainsFunc(ids, asked)) {
			found = append(found, productOf(reading.Company, id))
		}
	}
	slices.SortFunc(found, func(a, b mapping.Product) int { return cmp.Compare(a.ID, b.ID) })
	return found, nil
}

func productOf(company *mapping.Company, id calc.ActivityID) mapping.Product {
	return mapping.Product{ID: id, Name: cmp.Or(company.Products[id].Name, string(id))}
}

// Activity is an activity's shares, now and coming, and what was sold and not settled.
func (p *pages) Activity(ctx context.Context, id calc.ActivityID) (web.Activity, error) {
	reading, err := p.company(ctx)
	if err != nil {
		return web.Activity{}, err
	}
	company := reading.Company
	index := slices.IndexFunc(company.Scheme.Activities, func(a calc.Activity) bool { return a.ID == id && id != calc.NoActivity })
	if index < 0 {
		return web.Activity{}, &web.NotFoundError{What: "There is no activity " + string(id) + "."}
	}
	activity := web.Activity{Product: productOf(company, id)}
	activity.Shares = p.sharesOf(company, int32(index), calc.Instant(reading.Info.At.UnixMilli())) // #nosec G115 -- there are fewer
	activity.Waiting = p.waiting(company, int32(index))                                            // #nosec G115 -- there are fewer
	if activity.Others, err = p.Activities(ctx, nil, true); err != nil {
		return activity, err
	}
	activity.Others = slices.DeleteFunc(activity.Others, func(other mapping.Product) bool { return other.ID == id })
	document, err := p.divided(company, id, reading.Info.At)
	if err != nil {
		return activity, err
	}
	for _, finding := range document.Findings {
		if finding.Key == string(id) {
			activity.Findings = append(activity.Findings, finding)
		}
	}
	parts := partsOf(company, document)
	for _, holder := range slices.Sorted(maps.Keys(parts)) {
		activity.Holders = append(activity.Holders, parts[holder])
	}
	return activity, nil
}

// sharesOf lists the components whose weights hold at an instant or later.
func (p *pages) sharesOf(company *mapping.Company, index int32, at calc.Instant) (shares []web.ActivityShare) {
	day := func(at calc.Instant) string { return time.UnixMilli(int64(at)).In(p.zone).Format(time.DateOnly) }
	for _, c := range company.Scheme.Components {
		if c.User != index || c.Thru <= at {
			continue
		}
		share := web.ActivityShare{
			Component: productOf(company, company.Scheme.Activities[c.Used].ID),
			Weight:    c.Weight.String(), Formula: c.Formula() != nil, Coming: c.From > at,
		}
		if c.Formula() != nil {
			share.Weight = c.Formula().String()
		}
		if c.From != calc.Ever {
			share.From = day(c.From)
		}
		if c.Thru != calc.Never {
			share.Thru = day(c.Thru)
		}
		shares = append(shares, share)
	}
	slices.SortFunc(shares, func(a, b web.ActivityShare) int {
		return cmp.Or(cmp.Compare(a.Component.ID, b.Component.ID), cmp.Compare(a.From, b.From))
	})
	return shares
}

// shownSales bounds how many lines a page lists.
const shownSales = 200

func (p *pages) waiting(company *mapping.Company, index int32) (waiting []web.WaitingSale) {
	own := company.Sales.Where(func(s mapping.Sale) bool { return s.Activity == index }).Listed()
	own = slices.SortedStableFunc(slices.Values(own), func(a, b mapping.Sale) int { return cmp.Compare(b.At, a.At) })
	for _, sale := range own[:min(len(own), shownSales)] {
		waiting = append(waiting, web.WaitingSale{
			Document: sale.Document, Item: sale.Item, Currency: sale.Currency,
			At:     time.UnixMilli(int64(sale.At)).In(p.zone).Format(time.DateOnly),
			Amount: sale.Amount.Text(p.job.Rules.CurrencyDecimals(sale.Currency)),
		})
	}
	return waiting
}

// divided is who gets which part of one whole of an activity's income at a moment.
func (p *pages) divided(company *mapping.Company, id calc.ActivityID, at time.Time) (mapping.SharesDocument, error) {
	picture, err := calc.At(&company.Scheme, calc.Instant(at.UnixMilli()))
	if err != nil {
		return mapping.SharesDocument{}, err
	}
	return mapping.NewSharesDocument(company, picture, mapping.SharesQuery{AsOf: at.In(p.zone), Product: string(id), Accepted: p.job.Rules.Accepted})
}

// partsOf are an activity's parts by whom they belong to: parties by id, then what is
// retained.
func partsOf(company *mapping.Company, document mapping.SharesDocument) map[string]web.Holder {
	parts := map[string]web.Holder{}
	for _, share := range document.Shares {
		name := cmp.Or(company.Parties[share.Party].Name, string(share.Party))
		parts["1 "+string(share.Party)] = web.Holder{Party: mapping.Party{ID: share.Party, Name: name}, Share: percent(share.Share)}
	}
	for _, share := range document.Retained {
		parts["2 "+string(share.Reason)] = web.Holder{Reason: mapping.ReasonText(share.Reason), Share: percent(share.Share)}
	}
	return parts
}

// percent writes a share as a percentage of four digits.
func percent(share string) string {
	part, ok := new(big.Rat).SetString(share)
	if !ok {
		return share
	}
	return part.Mul(part, big.NewRat(100, 1)).FloatString(4)
}

// Preview works out who gets which part before and after a change, as of its day, and
// what that means in money.
func (p *pages) Preview(ctx context.Context, change mapping.ShareChange, period web.Period) (web.Preview, error) {
	preview := web.Preview{Change: change}
	reading, err := p.company(ctx)
	if err != nil {
		return preview, err
	}
	changed, err := reading.Company.WithShareChange(change)
	if err != nil {
		return preview, err
	}
	id := calc.ActivityID(change.Activity)
	before, err := p.divided(reading.Company, id, change.From)
	if err != nil {
		return preview, err
	}
	after, err := p.divided(changed, id, change.From)
	if err != nil {
		return preview, err
	}
	preview.Rows = compared(partsOf(reading.Company, before), partsOf(changed, after))
	for _, finding := range after.Findings {
		if finding.Severity == mapping.Blocking {
			preview.Blocks = append(preview.Blocks, finding)
		}
	}
	preview.Earning, err = p.earning(ctx, change, period)
	return preview, err
}

func compared(before, after map[string]web.Holder) (rows []web.PreviewRow) {
	both := maps.Clone(before)
	maps.Copy(both, after)
	for _, key := range slices.Sorted(maps.Keys(both)) {
		row := web.PreviewRow{Holder: both[key], Before: before[key].Share, After: after[key].Share}
		row.Before, row.After = cmp.Or(row.Before, percent("0")), cmp.Or(row.After, percent("0"))
		rows = append(rows, row)
	}
	return rows
}

// ChangeShare changes a share if the login may, and notes who did, in one transaction.
func (p *pages) ChangeShare(ctx context.Context, userLoginID string, change mapping.ShareChange) error {
	if err := p.mayWrite(); err != nil {
		return err
	}
	_, err := p.desk().ChangeShares(ctx, p.session.company, people.ShareRequest{
		Login: userLoginID, Activity: change.Activity, Changes: []mapping.ShareChange{change}, From: change.From,
		Note: func(edits []mapping.ShareEdit) journal.Change { return p.noteOf(change, edits[0]) },
	})
	var refused *people.RefusedError
	if errors.As(err, &refused) {
		return &web.PersonError{Text: refused.Error()}
	}
	if err != nil {
		return err
	}
	p.changed()
	p.log.Info("audit", "login", userLoginID, "action", "change share",
		"activity", change.Activity, "component", change.Component, "weight", change.Text(), "from", change.From)
	return nil
}

// noteOf says what a change of a share did.
func (p *pages) noteOf(change mapping.ShareChange, edit mapping.ShareEdit) journal.Change {
	day := change.From.In(p.zone).Format(time.DateOnly)
	note := journal.Change{What: "change shares", Entity: "ProductAssoc", Key: change.Activity + ", " + change.Component}
	if edit.End != nil {
		note.Before = "the row from " + edit.End.From.In(p.zone).Format(time.DateOnly)
	}
	note.After = "weight " + change.Text() + " from " + day
	if change.Text() == "" {
		note.After = "ends " + day
	}
	return note
}

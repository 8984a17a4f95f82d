package journal

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

const organization = "Company"

var epoch = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// world makes plans that follow each other as those of a company would, and keeps
// its own account of what the journal has to remember of them.
type world struct {
	random   *rand.Rand
	count    int
	currency string
	balance  map[calc.PartyID]calc.Minor
	rest     map[mapping.LedgerEntry]calc.Fine // Earned and Amount are 0 in the key
	taken    map[takenKey]mapping.Taken
	counted  map[takenKey]bool // some revision is not void
	times    map[mapping.SaleKey]int
}

// takenKey is what Memory has one entry of.
type takenKey struct {
	mapping.SaleKey
	currency string
	activity calc.ActivityID
}

func newWorld(seed uint64) *world {
	return &world{
		random: rand.New(rand.NewPCG(seed, 1)), currency: "EUR",
		balance: map[calc.PartyID]calc.Minor{}, rest: map[mapping.LedgerEntry]calc.Fine{},
		taken: map[takenKey]mapping.Taken{}, counted: map[takenKey]bool{}, times: map[mapping.SaleKey]int{},
	}
}

// plan makes the next settlement; it is remembered only by remember.
func (w *world) plan(size int) *mapping.Plan {
	w.count++
	until := epoch.AddDate(0, 0, w.count)
	p := &mapping.Plan{Settlement: mapping.Settlement{
		ID: fmt.Sprintf("%s-%s-%s", organization, w.currency, until.Format("20060102")), Organization: organization,
		Currency: w.currency, Decimals: 2, Until: until, Zone: "Europe/Budapest",
		SnapshotAt: until.Add(4*time.Hour + 123*time.Millisecond), State: mapping.Planned,
		ConfigDigest: "c", InputDigest: fmt.Sprint("i", w.count), Version: "1.0.0-ű",
	}}
	w.addLedger(p, size)
	w.addSales(p, size)
	w.addAccounts(p)
	p.Findings = []mapping.Finding{
		{Code: "FACILITY_SECOND", Severity: mapping.Accepted, Entity: "FacilityParty", Key: "F1, mik, OWNER", Text: "árvíztűrő \"text\" 🙂"},
		{Code: "CREDITS_ZERO", Severity: mapping.Warning, Entity: "Product", Key: "GENBOARD", Text: ""},
	}
	return p
}

func (w *world) addLedger(p *mapping.Plan, size int) {
	cells := map[calc.Account]map[calc.ActivityID]bool{}
	for range size {
		account := calc.Account{Party: calc.PartyID(fmt.Sprintf("p%02dé", w.random.IntN(10)))}
		if w.random.IntN(4) == 0 {
			account = calc.Account{Retained: []calc.Reason{calc.NoCredits, calc.NoParty, calc.TheCompany}[w.random.IntN(3)]}
		}
		if cells[account] == nil {
			cells[account] = map[calc.ActivityID]bool{}
		}
		cells[account][w.activity()] = true
	}
	var dust calc.Fine
	for account, activities := range cells {
		for activity := range activities {
			amount := calc.Minor(w.random.IntN(20000) - 2000)
			part := fine(w.random.Int64N(1_000_000_000_000_000_000))
			p.Ledger.List = append(p.Ledger.List, mapping.LedgerEntry{Account: account, Activity: activity, Earned: calc.FineOf(amount).Add(part).Sub(dust), Amount: amount})
			dust = part
			w.book(p, account, amount)
		}
	}
	last := &p.Ledger.List[p.Ledger.Len()-1]
	last.Earned = last.Earned.Sub(dust) // so that all add up to the income
	slices.SortFunc(p.Ledger.List, func(a, b mapping.LedgerEntry) int {
		return cmp.Or(cmp.Compare(a.Account.Retained, b.Account.Retained), cmp.Compare(a.Account.Party, b.Account.Party), cmp.Compare(a.Activity, b.Activity))
	})
}

func (w *world) book(p *mapping.Plan, account calc.Account, amount calc.Minor) {
	p.Settlement.Income += amount
	if account.Party != "" {
		p.Settlement.Earned += amount
	} else {
		p.Settlement.Retained += amount
	}
}

func (w *world) activity() calc.ActivityID {
	return calc.ActivityID(fmt.Sprintf("ACT%02d", w.random.IntN(12)))
}

// addSales takes new items and, now and then, an old one again.
func (w *world) addSales(p *mapping.Plan, size int) {
	rest := p.Settlement.Income
	used := map[mapping.SaleKey]bool{}
	for i := range size {
		key := mapping.SaleKey{Source: mapping.FromOrderItem, Document: fmt.Sprintf("O%d", w.random.IntN(size*3)), Item: fmt.Sprintf("%05d", i%3+1)}
		if used[key] {
			continue
		}
		used[key] = true
		amount := calc.Minor(w.random.IntN(100000) - 10000)
		p.Sales.List = append(p.Sales.List, mapping.PlannedSale{SaleKey: key, Revision: w.times[key], Activity: w.activity(), At: calc.Instant(w.random.Int64N(1 << 40)), Amount: amount})
		rest -= amount
	}
	p.Sales.List[p.Sales.Len()-1].Amount += rest
	activities := map[calc.ActivityID]calc.Minor{}
	for s := range p.Sales.All() {
		activities[s.Activity] += s.Amount
	}
	for activity, income := range activities {
		passed := fine(w.random.Int64())
		p.Flows = append(p.Flows, mapping.ActivityFlow{Activity: activity, Income: income, Received: passed, Delegated: passed, Kept: calc.FineOf(income)})
	}
	slices.SortFunc(p.Flows, func(a, b mapping.ActivityFlow) int { return cmp.Compare(a.Activity, b.Activity) })
	p.Settlement.Lines = p.Sales.Len()
}

func (w *world) addAccounts(p *mapping.Plan) {
	items := map[calc.PartyID][]mapping.InvoiceItem{}
	earned := map[calc.PartyID]calc.Minor{}
	for party, balance := range w.balance {
		if balance != 0 {
			earned[party] = 0
		}
	}
	for e := range p.Ledger.All() {
		if e.Account.Party != "" {
			earned[e.Account.Party] += e.Amount
			if e.Amount != 0 {
				items[e.Account.Party] = append(items[e.Account.Party], mapping.InvoiceItem{Seq: fmt.Sprintf("%05d", len(items[e.Account.Party])+1), Type: "COMM_INV_ITEM", Activity: e.Activity, Amount: e.Amount, Description: string(e.Activity) + ": 30.00 %"})
			}
		}
	}
	for party, amount := range earned {
		w.addAccount(p, mapping.Account{Party: party, Opening: w.balance[party], Earned: amount}, items[party])
	}
	slices.SortFunc(p.Accounts, func(a, b mapping.Account) int { return cmp.Compare(a.Party, b.Party) })
	slices.SortFunc(p.Invoices.List, func(a, b mapping.Invoice) int { return cmp.Compare(a.Party, b.Party) })
}

func (w *world) addAccount(p *mapping.Plan, a mapping.Account, items []mapping.InvoiceItem) {
	s := &p.Settlement
	if balance := a.Opening + a.Earned; balance > 0 && w.random.IntN(3) > 0 {
		a.Invoiced = balance
		if a.Opening != 0 {
			items = append(items, mapping.InvoiceItem{Seq: fmt.Sprintf("%05d", len(items)+1), Type: "COMM_INV_ITEM", Amount: a.Opening, Description: "carried"})
		}
		p.Invoices.List = append(p.Invoices.List, mapping.Invoice{
			ID: mapping.InvoiceID(s.ID, a.Party), Type: "COMMISSION_INVOICE", Party: a.Party, Company: organization,
			Status: "INVOICE_IN_PROCESS", Date: s.SnapshotAt, Currency: s.Currency, Decimals: s.Decimals,
			Total: balance, Reference: s.ID, Description: "Fair share of " + string(a.Party), Items: items,
		})
		s.Invoiced += balance
	}
	a.Closing = a.Opening + a.Earned - a.Invoiced
	p.Accounts = append(p.Accounts, a)
}

// remember counts a committed plan in; a voided one only uses revisions up.
func (w *world) remember(p *mapping.Plan, void bool) {
	for s := range p.Sales.All() {
		w.times[s.SaleKey]++
		key := takenKey{s.SaleKey, p.Settlement.Currency, s.Activity}
		t, known := w.taken[key]
		if !known || !void && !w.counted[key] {
			t.SaleKey, t.Currency, t.Activity, t.At = s.SaleKey, key.currency, s.Activity, s.At
		}
		t.Times++
		t.VoidOnly = void && !w.counted[key]
		if !void {
			t.Amount += s.Amount
			w.counted[key] = true
		}
		w.taken[key] = t
	}
	if void {
		return
	}
	for e := range p.Ledger.All() {
		cell := mapping.LedgerEntry{Account: e.Account, Activity: e.Activity}
		w.rest[cell] = w.rest[cell].Add(e.Earned).Sub(calc.FineOf(e.Amount))
	}
	for _, a := range p.Accounts {
		w.balance[a.Party] = a.Closing
	}
}

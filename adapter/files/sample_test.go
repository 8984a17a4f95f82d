package files

import (
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

var budapest = time.FixedZone("Europe/Budapest", 3600)

// sampleSettlement is a month of the VEMS sample company: 46 250.00 EUR in.
func sampleSettlement() mapping.Settlement {
	return mapping.Settlement{
		ID: "Company-EUR-20261101", Organization: "Company", Currency: "EUR", Decimals: 2,
		Until: time.Date(2026, 10, 31, 23, 0, 0, 0, time.UTC), Zone: "Europe/Budapest",
		SnapshotAt: time.Date(2026, 11, 1, 3, 15, 2, 0, time.UTC), State: mapping.Closed, Version: "1.0.0",
		Lines: 1318, Income: 4625000, Earned: 4419180, Retained: 205820, Invoiced: 4425740,
	}
}

func product(id, name string) mapping.Product {
	return mapping.Product{ID: calc.ActivityID(id), Name: name}
}

func row(id, name, percent, pool string, amount calc.Minor) mapping.StatementRow {
	return mapping.StatementRow{Activity: product(id, name), Percent: percent, Pool: pool, Amount: amount}
}

// paidStatement has a name with ő, a balance from before, and a loss from a return.
func paidStatement() mapping.Statement {
	s := mapping.Statement{
		Settlement: sampleSettlement(), Organization: "VEMS Kft.", Until: sampleSettlement().Until.In(budapest),
		Party:   mapping.Party{ID: "cell", Name: "Kőhalmi Gergő"},
		Account: mapping.Account{Party: "cell", Opening: 6560, Earned: 1211842, Invoiced: 1218402},
		Rows: []mapping.StatementRow{
			row("DOCUMENTATION", "Documentation and wiki", "12.50", "4125.00", 51563),
			row("FIRMWARE", "GenBoard firmware", "30.00", "12345.67", 370370),
			row("HWDESIGN", "Hardware design and layout of the control units, all revisions", "66.67", "12000.00", 800000),
			row("TUNINGSOFTWARE", "TUNINGSOFTWARE", "4.05", "-2491.07", -10091),
		},
	}
	for i, day := range []string{"2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31"} {
		s.History = append(s.History, mapping.HistoryLine{Settlement: day, Until: day, Invoiced: calc.Minor([]int64{321055, 0, 870012, 1105399, 1218402}[i])})
	}
	s.Invoice = &mapping.Invoice{
		ID: "FS8K2Q0V5T3M7J1ABC", Type: "COMMISSION_INVOICE", Party: "cell", Company: "Company", Status: "INVOICE_IN_PROCESS",
		Date: s.Settlement.SnapshotAt, Currency: "EUR", Decimals: 2, Total: 1218402, Reference: s.Settlement.ID,
	}
	for _, r := range s.Rows {
		s.Invoice.Items = append(s.Invoice.Items, mapping.InvoiceItem{Type: "COMM_INV_ITEM", Activity: r.Activity.ID, Amount: r.Amount,
			Description: string(r.Activity.ID) + ": " + r.Percent + " % of " + r.Pool + " EUR, until 2026-10-31"})
	}
	s.Invoice.Items = append(s.Invoice.Items, mapping.InvoiceItem{Type: "COMM_INV_ITEM", Amount: 6560, Description: "Balance carried from before"})
	for i := range s.Invoice.Items {
		s.Invoice.Items[i].Seq = "0000" + string(rune('1'+i))
	}
	return s
}

// carriedStatement has a balance that is too small for an invoice.
func carriedStatement() mapping.Statement {
	s := paidStatement()
	s.Party, s.Invoice = mapping.Party{ID: "dave", Name: "Dave Ramsey"}, nil
	s.Account = mapping.Account{Party: "dave", Opening: 210, Earned: 1338, Closing: 1548}
	s.Rows = []mapping.StatementRow{row("MARKETING", "Marketing", "0.65", "2058.20", 1338)}
	return s
}

// owingStatement has lost more by a return than it earned.
func owingStatement() mapping.Statement {
	s := carriedStatement()
	s.Party = mapping.Party{ID: "jorg", Name: "Jörg"}
	s.Account = mapping.Account{Party: "jorg", Opening: 1000, Earned: -4200, Adjusted: 500, Closing: -2700}
	s.Rows = []mapping.StatementRow{row("SUPPORT", "Support", "", "0.00", -4200)}
	s.Adjustments = []mapping.Adjustment{{ID: "A20261005-101500-0A1B2C3D", Party: "jorg", Currency: "EUR", Amount: 500, Reason: "=goodwill <b>for the late reply</b>", By: "finance"}}
	return s
}

// sampleFinance adds up to sampleSettlement.
func sampleFinance() mapping.Finance {
	s := sampleSettlement()
	line := func(id, name string, opening, earned, adjusted, invoiced calc.Minor, invoice string) mapping.PartyLine {
		a := mapping.Account{Party: calc.PartyID(id), Opening: opening, Earned: earned, Adjusted: adjusted, Invoiced: invoiced, Closing: opening + earned + adjusted - invoiced}
		return mapping.PartyLine{Party: mapping.Party{ID: a.Party, Name: name}, Account: a, Invoice: invoice, Note: a.Note()}
	}
	retained := func(reason calc.Reason, id, name string, amount calc.Minor) mapping.RetainedLine {
		return mapping.RetainedLine{Reason: reason, Meaning: mapping.ReasonText(reason), Activity: product(id, name), Amount: amount}
	}
	report := mapping.Finance{
		Settlement: s, Organization: "VEMS Kft.", Until: s.Until.In(budapest),
		Parties: []mapping.PartyLine{
			line("cell", "Kőhalmi Gergő", 6560, 1211842, 0, 1218402, "FS8K2Q0V5T3M7J1ABC"),
			line("dave", "Dave Ramsey", 210, 1338, 0, 0, ""),
			line("jorg", "Jörg", 1000, -4200, 500, 0, ""),
			line("mik", "mik", 0, 3207338, 0, 3207338, "FS1M9T4QH2J8V0K6RS"),
			line("zero", "Nobody Yet", 0, 2862, -2862, 0, ""),
		},
		Adjustments: []mapping.AdjustmentLine{
			{Party: mapping.Party{ID: "jorg", Name: "Jörg"}, ID: "A20261005-101500-0A1B2C3D", Amount: 500, Reason: "=goodwill <b>for the late reply</b>", By: "finance"},
			{Party: mapping.Party{ID: "zero", Name: "Nobody Yet"}, ID: "VFS0123456789ABCDEF", Amount: -2862, Reason: "invoice FS0123456789ABCDEF of voided settlement Company-EUR-20261001 stands", By: "fairshare settlements void"},
		},
		Retained: []mapping.RetainedLine{
			retained(calc.NoCredits, "MARKETING", "Marketing", 2058_20-26_00),
			retained(calc.NotMember, "DOCUMENTATION", "Documentation and wiki", 2601),
			retained(calc.NotMember, "FIRMWARE", "GenBoard firmware", -1),
		},
		Comparison: &mapping.Comparison{
			Before: mapping.Settlement{ID: "Company-EUR-20261001", Income: 3900000},
			Changes: []mapping.ChangeLine{
				{Party: mapping.Party{ID: "mik", Name: "mik"}, Before: 2500000, Now: 3207338},
				{Party: mapping.Party{ID: "cell", Name: "Kőhalmi Gergő"}, Before: 1300000, Now: 1211842},
			},
		},
		Activities: []mapping.ActivityLine{
			{Activity: product("DOCUMENTATION", "Documentation and wiki"), Income: 0, Founders: "0.00", Received: "4125.00", Delegated: "0.00", Kept: "4125.00"},
			{Activity: product("FIRMWARE", "GenBoard firmware"), Income: 120000, Founders: "0.00", Received: "11145.67", Delegated: "0.00", Kept: "12345.67"},
			{Activity: product("GENBOARD", "GenBoard v3.3 engine control unit"), Income: 4800000, Costs: -50000, Founders: "500.00", Received: "0.00", Delegated: "47000.00", Kept: "0.00"},
			{Activity: product("TUNINGSOFTWARE", "TUNINGSOFTWARE"), Income: -245000, Founders: "0.00", Received: "-41.07", Delegated: "0.00", Kept: "-2491.07"},
		},
	}
	addSampleFlow(&report)
	return report
}

// addSampleFlow is a small company of its own: its control unit uses two activities.
func addSampleFlow(r *mapping.Finance) {
	cell := func(party calc.PartyID, activity calc.ActivityID, amount calc.Minor) mapping.LedgerEntry {
		return mapping.LedgerEntry{Account: calc.Account{Party: party}, Activity: activity, Earned: calc.FineOf(amount), Amount: amount}
	}
	plan := &mapping.Plan{Settlement: r.Settlement, Flows: []mapping.ActivityFlow{
		{Activity: "FIRMWARE", Income: 120000, Received: calc.FineOf(1300000), Kept: calc.FineOf(1420000)},
		{Activity: "GENBOARD", Income: 4750000, Costs: -50000, Delegated: calc.FineOf(4200000), Kept: calc.FineOf(500000)},
		{Activity: "HWDESIGN", Received: calc.FineOf(2900000), Kept: calc.FineOf(2900000)},
	}, Ledger: mapping.RowsOf(cell("mik", "HWDESIGN", 2000000), cell("cell", "HWDESIGN", 900000), cell("mik", "FIRMWARE", 1214000),
		cell("dave", "GENBOARD", 500000), mapping.LedgerEntry{Account: calc.Account{Retained: calc.NotMember}, Activity: "FIRMWARE", Earned: calc.FineOf(206000), Amount: 206000})}
	names := mapping.Names{Parties: map[calc.PartyID]mapping.Party{}, Products: map[calc.ActivityID]mapping.Product{}}
	for _, line := range r.Parties {
		names.Parties[line.Party.ID] = line.Party
	}
	for _, p := range []mapping.Product{product("FIRMWARE", "GenBoard firmware"), product("GENBOARD", "GenBoard v3.3 engine control unit"), product("HWDESIGN", "Hardware design")} {
		names.Products[p.ID] = p
	}
	links := []mapping.FlowLink{{From: "GENBOARD", To: "FIRMWARE", Amount: calc.FineOf(1300000)}, {From: "GENBOARD", To: "HWDESIGN", Amount: calc.FineOf(2900000)}}
	r.AddLinks(plan, links, names)
}

// sampleFindings are one of each severity, the blocking one first.
func sampleFindings() []mapping.Finding {
	return mapping.SortFindings([]mapping.Finding{
		{Code: "NEGATIVE_CREDIT", Severity: mapping.Blocking, Entity: "InventoryItem", Key: "10234", Text: "facility DAVE_FAC holds -3 pieces of FIRMWARE; counted as 0: correct the inventory item, or accept NEGATIVE_CREDIT in the configuration"},
		{Code: "SECOND_FACILITY", Severity: mapping.Warning, Entity: "FacilityParty", Key: "CELL_FAC2, cell", Text: "party cell has a second facility CELL_FAC2; its credits are retained: move them to CELL_FAC or set parties.facilities to all"},
		{Code: "IDLE_CREDITS", Severity: mapping.Accepted, Entity: "Product", Key: "GENBOARD", Text: "GENBOARD has components and no own weight, so its own credits earn nothing"},
	})
}

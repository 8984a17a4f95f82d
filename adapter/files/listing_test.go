package files

import (
	"strings"
	"testing"

	"fairshare/calc"
	"fairshare/mapping"
)

// sampleActivity is FIRMWARE over two settlements.
func sampleActivity() mapping.Listing {
	plan := func(id string, cell, mik int64) *mapping.Plan {
		s := sampleSettlement()
		s.ID = id
		return &mapping.Plan{Settlement: s, Ledger: mapping.RowsOf(
			mapping.LedgerEntry{Account: calc.Account{Party: "cell"}, Activity: "FIRMWARE", Earned: calc.FineOf(calc.Minor(cell)), Amount: calc.Minor(cell)},
			mapping.LedgerEntry{Account: calc.Account{Party: "mik"}, Activity: "FIRMWARE", Earned: calc.FineOf(calc.Minor(mik)), Amount: calc.Minor(mik)},
			mapping.LedgerEntry{Account: calc.Account{Retained: calc.NotMember}, Activity: "FIRMWARE", Earned: calc.FineOf(-1), Amount: -1},
		), Flows: []mapping.ActivityFlow{{Activity: "FIRMWARE", Income: 120000, Costs: -500, Kept: calc.FineOf(calc.Minor(cell + mik - 1))}}}
	}
	names := mapping.Names{
		Parties:  map[calc.PartyID]mapping.Party{"cell": {ID: "cell", Name: "Kőhalmi Gergő"}},
		Products: map[calc.ActivityID]mapping.Product{"FIRMWARE": {ID: "FIRMWARE", Name: "GenBoard firmware"}},
	}
	company := &mapping.Company{Scheme: calc.Scheme{
		Activities: []calc.Activity{{ID: "FIRMWARE"}, {ID: "GENBOARD"}}, Facilities: []calc.FacilityID{"CELL_FAC", "MIK_FAC"},
		Accounts:   []calc.Account{{Party: "cell"}},
		Tenures:    []calc.Tenure{{Facility: 0, Account: 0, From: calc.Ever, Thru: calc.Never}},
		Credits:    []calc.CreditChange{{Activity: 0, Facility: 0, At: 1, Change: 30_000_000}, {Activity: 0, Facility: 1, At: 2, Change: 70_500_000}},
		Components: []calc.Component{{User: 1, Used: 0, From: calc.Ever, Thru: calc.Never, Weight: 2_500_000}},
	}}
	return mapping.ActivityReport(mapping.ActivityAsked{
		Activity: "FIRMWARE", Plans: []*mapping.Plan{plan("Company-EUR-20261001", 100000, 300000), plan("Company-EUR-20261101", 370370, 864197)},
		Company: company, Names: names, Organization: "VEMS Kft.",
		Links:   []mapping.FlowLink{{From: "GENBOARD", To: "FIRMWARE", Amount: calc.FineOf(1115066)}, {From: "FIRMWARE", To: "DOCUMENTATION", Amount: calc.FineOf(-12)}},
		Origins: []mapping.Origin{{Product: "GENBOARD", Products: 1, Income: 4800000, Reached: calc.FineOf(1115066)}, {Products: 3, Income: 10, Reached: calc.FineOf(1)}},
	})
}

func TestListingFiguresAgree(t *testing.T) {
	matrix := mapping.MatrixReport(mapping.SharesDocument{AsOf: "2026-11-01T00:00:00+01:00",
		Shares:   []mapping.ShareEntry{{Party: "cell", Product: "GENBOARD", Share: "0.333333333333"}},
		Retained: []mapping.RetainedShare{{Product: "GENBOARD", Reason: calc.NoCredits, Share: "0.166666666667"}},
		Others:   []mapping.OthersShare{{Product: "GENBOARD", Parties: 7, Share: "0.5"}}}, mapping.Names{}, "VEMS Kft.", "Europe/Budapest")
	for _, listing := range []mapping.Listing{sampleActivity(), matrix} {
		t.Run(listing.Name, func(t *testing.T) {
			want := figures{}
			for _, table := range listing.Tables {
				for _, row := range table.Rows {
					for i, column := range table.Columns {
						if column.Kind.IsFigure() && row[i] != "" {
							want.add(figureKind(table, column), row[i])
						}
					}
				}
			}
			if len(want) == 0 {
				t.Fatal("the listing has no figures")
			}
			for _, l := range Languages {
				same(t, "html", want, htmlFigures(t, renderListing(t, l, "html", listing)))
				same(t, "pdf", want, pdfFigures(t, renderListing(t, l, "pdf", listing)))
			}
			same(t, "csv", want, csvListingFigures(t, listing, renderListing(t, English, "csv", listing)))
			same(t, "xml", want, xmlListingFigures(t, listing, renderListing(t, English, "xml", listing)))
			same(t, "xlsx", want, xlsxListingFigures(t, listing, renderListing(t, English, "xlsx", listing)))
		})
	}
}

func renderListing(t *testing.T, l Language, format string, r mapping.Listing) []byte {
	t.Helper()
	doc, err := l.RenderListing(format, r)
	if err != nil {
		t.Fatal(err)
	}
	return doc.Content
}

// eachFigure goes through the columns of figures of a listing.
func eachFigure(r mapping.Listing, do func(mapping.ListingTable, int, mapping.ListingColumn)) {
	for _, table := range r.Tables {
		for i, column := range table.Columns {
			if column.Kind.IsFigure() {
				do(table, i, column)
			}
		}
	}
}

func csvListingFigures(t *testing.T, r mapping.Listing, content []byte) figures {
	f := figures{}
	eachFigure(r, func(table mapping.ListingTable, _ int, column mapping.ListingColumn) {
		for _, record := range csvRecords(t, content) {
			if record["record"] == table.Name && record[column.Name] != "" {
				f.add(figureKind(table, column), record[column.Name])
			}
		}
	})
	return f
}

func xmlListingFigures(t *testing.T, r mapping.Listing, content []byte) figures {
	kinds := map[string]string{}
	eachFigure(r, func(table mapping.ListingTable, _ int, column mapping.ListingColumn) {
		kinds[strings.Join([]string{r.Name, table.Name, "entry", column.Name}, "/")] = figureKind(table, column)
	})
	return xmlFigures(t, content, kinds)
}

func xlsxListingFigures(t *testing.T, r mapping.Listing, content []byte) figures {
	f, file := figures{}, workbook(t, content)
	eachFigure(r, func(table mapping.ListingTable, i int, column mapping.ListingColumn) {
		for row := range table.Rows {
			if value, _ := file.GetCellValue(table.Name, ref(i+1, row+2)); value != "" {
				f.add(figureKind(table, column), value)
			}
		}
	})
	return f
}

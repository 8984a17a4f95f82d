package calc_test

import (
	"fmt"

	"fairshare/calc"
)

// The worked example of the package documentation: SUPPORT earns 6000 EUR with
// 1000 EUR of direct costs and owes 10 % to DOCUMENTATION and 5 % to FIRMWARE.
func ExampleDistribute() {
	scheme := calc.Scheme{
		Activities: []calc.Activity{{ID: "DOCUMENTATION"}, {ID: "FIRMWARE"}, {ID: "SUPPORT", Basis: calc.Percent}},
		Facilities: []calc.FacilityID{"cell-credits", "dave-credits", "mik-credits"},
		Accounts:   []calc.Account{{Party: "cell"}, {Party: "dave"}, {Party: "mik"}},
		Components: []calc.Component{
			{User: 2, Used: 0, From: calc.Ever, Thru: calc.Never, Weight: 10 * calc.QuantityOne},
			{User: 2, Used: 1, From: calc.Ever, Thru: calc.Never, Weight: 5 * calc.QuantityOne},
		},
		Credits: []calc.CreditChange{
			{Activity: 0, Facility: 0, Change: 10 * calc.QuantityOne},
			{Activity: 1, Facility: 0, Change: 1 * calc.QuantityOne},
			{Activity: 1, Facility: 2, Change: 2 * calc.QuantityOne},
			{Activity: 2, Facility: 1, Change: 7 * calc.QuantityOne},
		},
	}
	for i := range scheme.Facilities {
		scheme.Tenures = append(scheme.Tenures, calc.Tenure{Facility: int32(i), Account: int32(i), From: calc.Ever, Thru: calc.Never})
	}
	lines := []calc.Line{{Activity: 2, At: 1, Amount: 6000_00}, {Activity: 2, At: 1, Amount: -1000_00, Cost: true}}
	outcome, err := calc.Distribute(&scheme, lines)
	if err != nil {
		panic(err)
	}
	entries, err := calc.Settle(&scheme, outcome.Cells, nil, 5000_00)
	if err != nil {
		panic(err)
	}
	for _, f := range outcome.Flows {
		fmt.Printf("%-13s income %7s costs %8s received %6s delegated %6s kept %7s\n", scheme.Activities[f.Activity].ID,
			f.Income.Text(2), f.Costs.Text(2), f.Received.Text(2), f.Delegated.Text(2), f.Kept.Text(2))
	}
	for _, e := range entries {
		fmt.Printf("%-4s %-13s %7s\n", scheme.Accounts[e.Account].Party, scheme.Activities[e.Activity].ID, e.Amount.Text(2))
	}
	// Output:
	// DOCUMENTATION income    0.00 costs     0.00 received 500.00 delegated   0.00 kept  500.00
	// FIRMWARE      income    0.00 costs     0.00 received 250.00 delegated   0.00 kept  250.00
	// SUPPORT       income 6000.00 costs -1000.00 received   0.00 delegated 750.00 kept 4250.00
	// cell DOCUMENTATION  500.00
	// cell FIRMWARE        83.33
	// dave SUPPORT       4250.00
	// mik  FIRMWARE       166.67
}

// INTELLECTUAL-PROPERTY is a facade: it passes everything on to those who made it.
func ExamplePicture_Shares() {
	scheme := calc.Scheme{Activities: []calc.Activity{
		{ID: "DOCUMENTATION"}, {ID: "FIRMWARE"}, {ID: "HWDESIGN"}, {ID: "INTELLECTUAL-PROPERTY", Basis: calc.Facade}, {ID: "MARKETING"}, {ID: "TUNINGSOFTWARE"},
	}}
	percent := map[int32]calc.Quantity{0: 20, 1: 30, 2: 20, 4: 10, 5: 20}
	holder := map[int32]int32{0: 0, 1: 2, 2: 1, 4: 0, 5: 1}
	for activity, b := range percent {
		scheme.Components = append(scheme.Components, calc.Component{User: 3, Used: activity, From: calc.Ever, Thru: calc.Never, Weight: b * calc.QuantityOne})
		scheme.Credits = append(scheme.Credits, calc.CreditChange{Activity: activity, Facility: holder[activity], Change: calc.QuantityOne})
	}
	for i, party := range []string{"cell", "dave", "mik"} {
		scheme.Facilities = append(scheme.Facilities, calc.FacilityID(party+"-credits"))
		scheme.Accounts = append(scheme.Accounts, calc.Account{Party: calc.PartyID(party)})
		scheme.Tenures = append(scheme.Tenures, calc.Tenure{Facility: int32(i), Account: int32(i), From: calc.Ever, Thru: calc.Never})
	}
	picture, err := calc.At(&scheme, 0)
	if err != nil {
		panic(err)
	}
	for _, share := range picture.Shares(3) {
		fmt.Println(scheme.Accounts[share.Account].Party, share.Text())
	}
	// Output:
	// cell 0.300000000000
	// dave 0.400000000000
	// mik 0.300000000000
}

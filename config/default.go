package config

import _ "embed"

// Commented is the default configuration with an explanation of every key; it
// equals Default, and is what a company starts its own file from.
//
//go:embed fairshare.yaml
var Commented []byte

// Default is the configuration of a company that says nothing.
func Default() *Config {
	return &Config{
		Organization: "Company",
		OFBiz: OFBiz{
			Timezone:  "Europe/Budapest",
			WriteWith: "database",
			Database:  Database{Address: "127.0.0.1:3306", Name: "ofbiz", User: "fairshare", TimeoutSeconds: 300},
			REST:      REST{TimeoutSeconds: 75},
		},
		Parties: Parties{Group: "VEMS_PARTNERS", RelationshipType: "GROUP_ROLLUP", Facilities: "first"},
		People:  People{ManagerRole: "MANAGER"},
		Shares:  Shares{Basis: "WEIGHT", Method: "recursive", Cycles: "refuse", Epsilon: "0.00001"},
		Income: Income{
			Recognize:   "completed",
			Vendors:     []string{},
			Adjustments: map[string]bool{},
		},
		Credits:    Credits{IgnoreFacilities: []string{}, Statuses: map[string]bool{}, GitAuthors: map[string]string{}},
		Currencies: Currencies{Decimals: map[string]int{}},
		Founders:   []Founder{},
		Settlement: Settlement{Period: "day", MinimumPayout: "0", LeaseSeconds: 120, Hold: []string{}},
		Invoice:    Invoice{Type: "COMMISSION_INVOICE", ItemType: "COMM_INV_ITEM", FinalStatus: "in_process", ReadyAs: "system"},
		Reports:    Reports{Attach: true, Formats: []string{"html", "csv", "xlsx"}, Language: "en"},
		Mail:       Mail{TLS: "starttls", Finance: []string{}, PartyPurpose: "PAYMENT_EMAIL", TimeoutSeconds: 30},
		Findings:   Findings{Accept: []Acceptance{}},
		Schedule:   Schedule{Run: "15 4 * * *", RetryMinutes: 60, MaxWaitHours: 6},
		Serve:      Serve{Listen: "127.0.0.1:9464"},
		Log:        Log{Level: "info", Format: "auto"},
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

// schema is as much of JSON Schema as our schemas use.
type schema struct {
	Type       string            `json:"type"`
	Required   []string          `json:"required"`
	Properties map[string]schema `json:"properties"`
	Additional *bool             `json:"additionalProperties"`
	Items      *schema           `json:"items"`
	Enum       []string          `json:"enum"`
	Pattern    string            `json:"pattern"`
	Format     string            `json:"format"`
	MaxLength  int               `json:"maxLength"`

	Schema      string `json:"$schema"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

// wrong lists where a value does not fit the schema.
func (s schema) wrong(at string, value any) (faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, at+": "+fmt.Sprintf(format, args...)) }
	switch value := value.(type) {
	case map[string]any:
		if s.Type != "object" || s.Additional == nil || *s.Additional {
			fault("an object, the schema says %q", s.Type)
		}
		for _, name := range s.Required {
			if _, there := value[name]; !there {
				fault("%s is missing", name)
			}
		}
		for name, field := range value {
			property, known := s.Properties[name]
			if !known {
				fault("%s is not in the schema", name)
				continue
			}
			faults = append(faults, property.wrong(at+"."+name, field)...)
		}
	case []any:
		if s.Type != "array" || s.Items == nil {
			fault("a list, the schema says %q", s.Type)
			return faults
		}
		for i, item := range value {
			faults = append(faults, s.Items.wrong(fmt.Sprintf("%s[%d]", at, i), item)...)
		}
	case string:
		if s.Type != "string" && s.Enum == nil || s.Enum != nil && !slices.Contains(s.Enum, value) {
			fault("%q, the schema says %s %v", value, s.Type, s.Enum)
		}
		if s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(value) || s.MaxLength > 0 && len(value) > s.MaxLength {
			fault("%q does not match %s", value, s.Pattern)
		}
		if _, err := time.Parse(time.RFC3339, value); s.Format == "date-time" && err != nil {
			fault("%v", err)
		}
	case bool:
		if s.Type != "boolean" {
			fault("true or false, the schema says %q", s.Type)
		}
	case float64:
		if s.Type != "integer" || value != math.Trunc(value) {
			fault("%v, the schema says %q", value, s.Type)
		}
	default:
		fault("%v is nothing that the contract has", value)
	}
	return faults
}

func schemaNamed(t testing.TB, name string) (s schema) {
	t.Helper()
	content, err := schemas.ReadFile("schema/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields() // a keyword that the checker does not know would check nothing
	if err := decoder.Decode(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

func faultsOf(t *testing.T, name string, document any) []string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(printed(t, outputJSON, document)), &value); err != nil {
		t.Fatal(err)
	}
	return schemaNamed(t, name).wrong(name, value)
}

func samplePlan() *mapping.Plan {
	return &mapping.Plan{
		Settlement: mapping.Settlement{
			ID: "Company-EUR-20261101", Organization: "Company", Currency: "EUR", Decimals: 2, State: mapping.Closed,
			Until: time.Date(2026, 10, 31, 23, 0, 0, 0, time.UTC), Zone: "Europe/Budapest",
			Lines: 2, Income: 100_000, Earned: 99_000, Retained: 1_000, Invoiced: 95_001,
		},
		Ledger: mapping.RowsOf([]mapping.LedgerEntry{
			{Account: calc.Account{Party: "mik"}, Activity: "GENBOARD", Amount: 95_000},
			{Account: calc.Account{Party: "dave"}, Activity: "GENBOARD", Amount: 4_000},
			{Account: calc.Account{Party: "cell"}, Activity: "GENBOARD", Amount: 0},
			{Account: calc.Account{Retained: calc.NoCredits}, Activity: "MANUAL", Amount: 1_000},
		}...),
		Accounts: []mapping.Account{
			{Party: "dave", Earned: 4_000, Closing: 4_000},
			{Party: "mik", Opening: 1, Earned: 95_000, Invoiced: 95_001},
		},
		Invoices: mapping.RowsOf(mapping.Invoice{
			ID: "FS0123456789ABCDEF", Party: "mik", Decimals: 2, Total: 95_001,
			Items: []mapping.InvoiceItem{{Seq: "00001", Activity: "GENBOARD", Amount: 95_000, Description: "GENBOARD"}, {Seq: "00002", Amount: 1}},
		}),
		Findings: []mapping.Finding{{Code: "SHOP_STOCK", Severity: mapping.Accepted, Entity: "Facility", Key: "W", Text: "…"}},
	}
}

func sampleStatement() mapping.Statement {
	plan := samplePlan()
	return mapping.Statement{
		Settlement: plan.Settlement, Party: mapping.Party{ID: "mik", Name: "Mik"}, Account: plan.Accounts[1], Invoice: &plan.Invoices.List[0],
		Rows: []mapping.StatementRow{
			{Activity: mapping.Product{ID: "GENBOARD", Name: "Board"}, Percent: "95.96", Pool: "990.00", Amount: 95_000},
			{Activity: mapping.Product{ID: "MANUAL", Name: "Manual"}, Pool: "0.00"},
		},
	}
}

func TestDocumentsFitTheirSchemas(t *testing.T) {
	shares := mapping.SharesDocument{
		AsOf: "2026-11-21T04:15:00+01:00", Method: "recursive",
		Shares:   []mapping.ShareEntry{{Party: "mik", Product: "GENBOARD", Share: "0.300000000000", Exact: "3/10"}, {Party: "cell", Product: "GENBOARD", Share: "0.600000000000"}},
		Retained: []mapping.RetainedShare{{Product: "GENBOARD", Reason: calc.NoParty, Share: "0.100000000000"}},
	}
	for name, document := range map[string]any{
		"shares":    shares,
		"settle":    []mapping.SettleDocument{mapping.NewSettleDocument(samplePlan(), true), mapping.NewSettleDocument(&mapping.Plan{Settlement: samplePlan().Settlement}, false)},
		"statement": mapping.NewStatementDocument(sampleStatement()),
	} {
		if faults := faultsOf(t, name, document); len(faults) > 0 {
			t.Errorf("%s", strings.Join(faults, "\n"))
		}
	}
}

// The checker itself must see what is wrong.
func TestSchemasRefuse(t *testing.T) {
	for says, document := range map[string]any{
		"share":                  map[string]any{"as_of": "2026-11-21T04:15:00Z", "method": "direct", "shares": []any{map[string]any{"party": "a", "product": "b", "share": "0.3"}}, "retained": []any{}, "findings": []any{}},
		"findings is missing":    map[string]any{"as_of": "2026-11-21T04:15:00Z", "method": "direct", "shares": []any{}, "retained": []any{}},
		"method":                 map[string]any{"as_of": "2026-11-21T04:15:00Z", "method": "guess", "shares": []any{}, "retained": []any{}, "findings": []any{}},
		"as_of":                  map[string]any{"as_of": "today", "method": "direct", "shares": []any{}, "retained": []any{}, "findings": []any{}},
		"more is not in the sch": map[string]any{"as_of": "2026-11-21T04:15:00Z", "method": "direct", "shares": []any{}, "retained": []any{}, "findings": []any{}, "more": "x"},
	} {
		faults := schemaNamed(t, "shares").wrong("shares", document)
		if len(faults) != 1 || !strings.Contains(faults[0], says) {
			t.Errorf("%s: %v", says, faults)
		}
	}
}

// Every property of a schema is a field of its struct, and the other way round;
// what is always printed is required.
func TestSchemasHaveTheFieldsOfTheStructs(t *testing.T) {
	optional := map[string]int{"shares": 1} // others, with --top
	for name, document := range map[string]any{
		"shares": mapping.SharesDocument{Others: []mapping.OthersShare{{}}}, "settle": []mapping.SettleDocument{{}}, "statement": mapping.StatementDocument{},
		"explain": mapping.ExplainDocument{}, "adjust": []mapping.AdjustmentEntry{{}}, "settlements": []mapping.SettlementSummary{{}},
		"verify": mapping.VerifyDocument{}, "check": checkDocument{}, "import": mapping.ImportDocument{},
		"project": mapping.ProjectDocument{}, "project_future": mapping.FutureDocument{}, "project_compare": mapping.CompareDocument{},
	} {
		root, err := treeOf(document)
		if err != nil {
			t.Fatal(err)
		}
		s := schemaNamed(t, name)
		if root.list {
			root, s = root.items[0], *s.Items
		}
		if len(s.Properties) != len(root.fields) || len(s.Required) != len(root.fields)-optional[name] {
			t.Errorf("%s: %d properties, %d required, %d fields", name, len(s.Properties), len(s.Required), len(root.fields))
		}
		for _, f := range root.fields {
			if _, known := s.Properties[f.name]; !known {
				t.Errorf("%s: %s is not in the schema", name, f.name)
			}
		}
	}
}

func TestSettleDocument(t *testing.T) {
	expectText(t, printed(t, outputTable, []mapping.SettleDocument{mapping.NewSettleDocument(samplePlan(), false)}), `
settlement            organization  currency  until                      state   dry_run   income  retained_total  paid_total
Company-EUR-20261101  Company       EUR       2026-11-01T00:00:00+01:00  closed  false    1000.00           10.00      990.00

payouts
settlement            party  activity  amount
Company-EUR-20261101  mik    GENBOARD  950.00
Company-EUR-20261101  dave   GENBOARD   40.00

retained
settlement            activity  reason      amount
Company-EUR-20261101  MANUAL    NO_CREDITS   10.00

invoices
settlement            invoice_id          party   total
Company-EUR-20261101  FS0123456789ABCDEF  mik    950.01

items
settlement            invoice_id            seq  activity  amount  description
Company-EUR-20261101  FS0123456789ABCDEF  00001  GENBOARD  950.00  GENBOARD
Company-EUR-20261101  FS0123456789ABCDEF  00002              0.01

carried
settlement            party  amount  note
Company-EUR-20261101  dave    40.00  carried: below the minimum payout

findings
settlement            code        severity  entity    key  text
Company-EUR-20261101  SHOP_STOCK  accepted  Facility  W    …
`)
}

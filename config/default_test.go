package config

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

// load reads a text as the file, with the given environment.
func load(t *testing.T, text string, environ ...string) (*Config, error) {
	t.Helper()
	document, err := parse("config.yaml", []byte(text))
	if err != nil {
		return nil, err
	}
	return build("", document, environ)
}

func TestCommentedFileIsTheDefaults(t *testing.T) {
	c, err := load(t, string(Commented))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c, Default()) {
		t.Errorf("fairshare.yaml says\n%+v\nthe defaults are\n%+v", c, Default())
	}
}

func TestCommentedFileMentionsEveryKey(t *testing.T) {
	document, err := parse("fairshare.yaml", Commented)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range keys {
		if !mentions(document, strings.Split(k.path, ".")) {
			t.Errorf("%s is not in fairshare.yaml", k.path)
		}
	}
}

func mentions(group raw, path []string) bool {
	for _, f := range group.fields {
		if f.name == path[0] {
			return len(path) == 1 || mentions(f.value, path[1:])
		}
	}
	return false
}

func TestNothingAtAllIsTheDefaults(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "parties:\n", "parties:\n  role:\n", "---\n"} {
		c, err := load(t, text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if !reflect.DeepEqual(c, Default()) {
			t.Errorf("%q: %+v", text, c)
		}
	}
}

func TestPrintedConfigurationLoadsAgain(t *testing.T) {
	c, err := load(t, full)
	if err != nil {
		t.Fatal(err)
	}
	var printed bytes.Buffer
	if err := c.Print(&printed); err != nil {
		t.Fatal(err)
	}
	again, err := load(t, printed.String())
	if err != nil {
		t.Fatalf("%v\n%s", err, printed.String())
	}
	if !reflect.DeepEqual(c, again) {
		t.Errorf("printed\n%+v\nloaded again\n%+v\nfrom\n%s", c, again, printed.String())
	}
}

// full sets every kind of key to something that is not the default, with ids that
// YAML would like to take for something else.
const full = `
organization: "0123"
ofbiz:
  timezone: America/New_York
  database: {address: /run/mysqld/mysqld.sock, name: of-biz, user: "null", timeout_seconds: 60, tls: {server_name: db.example, required: true}}
  rest: {url: "https://o/rest", user: "0x10", ca_file: /x, timeout_seconds: 90}
parties: {group: NO, relationship_type: EMPLOYMENT, role: 1:30, facility_role: 0x1F, facilities: all}
shares: {basis: percent, method: direct, cycles: solve, epsilon: 1e-7}
costs: {purchase_invoice: true, shipping: true}
founders: [{product: "007", percent: 2.5}, {product: yes, percent: 01}]
currency: {convert_to: NO}
income:
  recognize: paid
  since: 2026-01-01
  vendors: [yes, 1_000]
  adjustments: {Promotion_Adjustment: false, MINE.OWN: true}
credits: {ignore_facilities: [~, 010], statuses: {"": false, inv_on_hold: true}}
currencies: {decimals: {huf: 0}}
settlement: {period: month, minimum_payout: 25.00, schema: fair_share, lease_seconds: 60}
invoice: {type: PURCHASE_INVOICE, item_type: PINV_FPROD_ITEM}
reports: {directory: /tmp/x, attach: false, formats: [csv]}
findings: {accept: [{code: SHOP_STOCK, key: "A, 2026-01-01 00:00:00.0"}, {code: X}]}
schedule: {run: 30 2 * * 1-5, timezone: UTC, retry_minutes: 5, pause_file: /etc/fairshare/pause, max_load: 40, max_wait_hours: 12}
serve: {listen: "0.0.0.0:80", allow_remote: true}
log: {level: debug, format: json}
`

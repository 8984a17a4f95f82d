package config

import (
	"errors"
	"strings"
	"testing"
)

// Every refusal names its key and says what is allowed.
func TestRefused(t *testing.T) {
	for _, c := range []struct{ text, key, says string }{
		{"organisation: X", "organisation", "did you mean organization?"},
		{"parties: {relation_type: X}", "parties.relation_type", "did you mean parties.relationship_type?"},
		{"minimum_payout: 3", "minimum_payout", "did you mean settlement.minimum_payout?"},
		{"ofbiz: {database: {password: geheim}}", "ofbiz.database.password", "password_file"},
		{"organization: ''", "organization", "is empty"},
		{"organization: [a]", "organization", "it must be a text"},
		{"organization: ABCDEFGHIJKLMNOPQRSTU", "organization", "at most 20"},
		{"parties: VEMS", "parties", "group of keys"},
		{"parties: {facilities: some}", "parties.facilities", "one of first, all"},
		{"ofbiz: {rest: {timeout_seconds: 0}}", "ofbiz.rest.timeout_seconds", "from 1 to 600"},
		{"ofbiz: {write_with: entity_xml}", "ofbiz.write_with", "reports.directory"},
		{"invoice: {final_status: paid}", "invoice.final_status", "in_process, ready"},
		{"invoice: {ready_as: ''}", "invoice.ready_as", "userLoginId"},
		{"ofbiz: {write_with: mail}", "ofbiz.write_with", "must be one of database, rest"},
		{"shares: {cycles: ignore}", "shares.cycles", "refuse, solve"},
		{"income: {recognize: shipped}", "income.recognize", "completed, invoiced, paid"},
		{"income: {since: last year}", "income.since", "give a day (2026-10-31)"},
		{"income: {since: 2026-02-30}", "income.since", "is not a moment"},
		{"founders: [{product: A, percent: 0}]", "founders", "above 0"},
		{"founders: [{product: A, percent: 100.5}]", "founders", "up to 100"},
		{"founders: [{product: A, percent: 1e1}]", "founders", "such as 2.5"},
		{"founders: [{percent: 1}]", "founders", "needs a product"},
		{"founders: [{product: A, percent: 60}, {product: B, percent: 40.000001}]", "founders", "together they take 100.000001 %"},
		{"founders: [A]", "founders", "{product: …, percent: …}"},
		{"founders: [{product: A, part: 1}]", "founders", "neither product nor percent"},
		{"costs: {shipping: 1}", "costs.shipping", "true or false"},
		{"currency: {convert_to: euro}", "currency.convert_to", "such as EUR"},
		{"ofbiz: {timezone: Europe/Atlantis}", "ofbiz.timezone", "Europe/Budapest"},
		{"ofbiz: {timezone: Local}", "ofbiz.timezone", "must be named"},
		{"ofbiz: {database: {address: dbhost}}", "ofbiz.database.address", "host:port"},
		{"ofbiz: {database: {address: 'dbhost:0'}}", "ofbiz.database.address", "host:port"},
		{"ofbiz: {database: {tls: {required: yes}}}", "ofbiz.database.tls.required", "true or false"},
		{"ofbiz: {database: {tls: {cert_file: x}}}", "ofbiz.database.tls.cert_file", "both or none"},
		{"settlement: {lease_seconds: 0120}", "settlement.lease_seconds", "whole number"},
		{"settlement: {lease_seconds: 1e2}", "settlement.lease_seconds", "whole number"},
		{"ofbiz: {database: {timeout_seconds: 0}}", "ofbiz.database.timeout_seconds", "from 1"},
		{"settlement: {lease_seconds: 5}", "settlement.lease_seconds", "from 10"},
		{"settlement: {minimum_payout: -1}", "settlement.minimum_payout", "25.00"},
		{"settlement: {minimum_payout: '1,50'}", "settlement.minimum_payout", "25.00"},
		{"settlement: {minimum_payout: 1e9}", "settlement.minimum_payout", "25.00"},
		{"settlement: {schema: 'a`b'}", "settlement.schema", "letters"},
		{"shares: {epsilon: 1}", "shares.epsilon", "below 1"},
		{"shares: {epsilon: 1e-999999999}", "shares.epsilon", "0.00001"},
		{"shares: {epsilon: NaN}", "shares.epsilon", "0.00001"},
		{"currencies: {decimals: {EUR: 9}}", "currencies.decimals", "0 to 6"},
		{"income: {adjustments: {SALES_TAX: no}}", "income.adjustments", "SALES_TAX: it must be true or false"},
		{"income: {vendors: Company}", "income.vendors", "list"},
		{"reports: {formats: [doc]}", "reports.formats", "html, pdf, xlsx, csv, xml"},
		{"reports: {language: de}", "reports.language", "en, hu"},
		{"reports: {formats: [csv, csv]}", "reports.formats", "twice"},
		{"findings: {accept: [X]}", "findings.accept", "{code: …, key: …}"},
		{"findings: {accept: [{kode: X}]}", "findings.accept", "neither code nor key"},
		{"findings: {accept: [{key: X}]}", "findings.accept", "needs the code"},
		{"schedule: {run: 4:15}", "schedule.run", "15 4 * * *"},
		{"schedule: {run: '@every 1h'}", "schedule.run", "no time of day"},
		{"schedule: {run: CRON_TZ=UTC 1 1 * * *}", "schedule.run", "schedule.timezone"},
		{"schedule: {run: 0 0 30 2 *}", "schedule.run", "no such day"},
		{"schedule: {retry_minutes: -1}", "schedule.retry_minutes", "from 0 to 1440"},
		{"schedule: {pause_file: pause}", "schedule.pause_file", "absolute path"},
		{"schedule: {max_load: -3}", "schedule.max_load", "from 0"},
		{"schedule: {max_wait_hours: 0}", "schedule.max_wait_hours", "from 1 to 168"},
		{"serve: {listen: ':9464'}", "serve.listen", "serve.allow_remote"},
		{"serve: {listen: 'example.org:80'}", "serve.listen", "serve.allow_remote"},
		{"serve: {listen: 9464}", "serve.listen", "127.0.0.1:9464"},
		{"log: {level: loud}", "log.level", "debug, info, warn, error"},
	} {
		t.Run(c.text, func(t *testing.T) {
			_, err := load(t, c.text)
			var wrong *Error
			if !errors.As(err, &wrong) || len(wrong.Problems) != 1 {
				t.Fatalf("want one problem, got %v", err)
			}
			p := wrong.Problems[0]
			if p.Key != c.key || !strings.Contains(p.Text, c.says) || p.Where != "config.yaml:1" {
				t.Errorf("%q %q %q", p.Key, p.Where, p.Text)
			}
		})
	}
}

func TestRefusedVariables(t *testing.T) {
	for _, c := range []struct{ line, says string }{
		{"FAIRSHARE_ORGANISATION=X", "did you mean FAIRSHARE_ORGANIZATION?"},
		{"FAIRSHARE_SETTLEMENT_MINIMUM_PAYOT=1", "did you mean FAIRSHARE_SETTLEMENT_MINIMUM_PAYOUT?"},
		{"FAIRSHARE_OFBIZ_DATABASE_PASSWORD=geheim", "password_file"},
		{"FAIRSHARE_SETTLEMENT_LEASE_SECONDS=", "whole number"},
		{"FAIRSHARE_REPORTS_ATTACH=1", "true or false"},
	} {
		_, err := load(t, "", c.line)
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", c.line, err)
		}
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	_, err := load(t, "organization: ''\nshares: {method: guess}\nlog: {level: loud}\nnonsense: 1\n", "FAIRSHARE_SETTLEMENT_PERIOD=year")
	var wrong *Error
	if !errors.As(err, &wrong) || len(wrong.Problems) != 5 {
		t.Fatalf("%v", err)
	}
	for _, place := range []string{"(config.yaml:1)", "(config.yaml:2)", "(config.yaml:3)", "(config.yaml:4)", "(FAIRSHARE_SETTLEMENT_PERIOD)"} {
		if !strings.Contains(err.Error(), place) {
			t.Errorf("%s is not in %v", place, err)
		}
	}
}

func TestNoYAML(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"a: b: c", "mend the YAML"},
		{"organization: A\nOrganization: B", "twice"},
		{"log: &x {level: info}\nserve: *x", "aliases"},
		{"organization: A\n---\norganization: B", "more than one document"},
		{"log:\n\tlevel: info", "mend the YAML"},
		{"- a", "group of keys"},
		{"just text", "group of keys"},
	} {
		if _, err := load(t, c.text); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v", c.text, err)
		}
	}
}

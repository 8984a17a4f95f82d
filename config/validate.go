package config

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// idLength is what an id of OFBiz may be long.
const idLength = 20

var (
	moneyText  = regexp.MustCompile(`^[0-9]{1,15}(\.[0-9]{1,6})?$`)
	schemaName = regexp.MustCompile(`^[A-Za-z0-9_$-]{0,64}$`)
	currencyID = regexp.MustCompile(`^[A-Z0-9_]{1,20}$`)
)

// validate holds every value against what is allowed.
func (c *Config) validate(wrong *problems) {
	c.validateIDs(wrong)
	c.validateChoices(wrong)
	c.validateNumbers(wrong)
	c.validateFounders(wrong)
	c.validateOFBiz(wrong)
	c.validateREST(wrong)
	c.validateMail(wrong)
	c.validateSchedule(wrong)
	c.validateServe(wrong)
}

func (c *Config) validateIDs(wrong *problems) {
	required := func(key, value string) {
		if value == "" {
			wrong.add(key, "", "it must name an id of OFBiz and is empty")
		}
		checkID(wrong, key, value)
	}
	required("organization", c.Organization)
	required("parties.group", c.Parties.Group)
	required("parties.relationship_type", c.Parties.RelationshipType)
	required("people.manager_role", c.People.ManagerRole)
	required("invoice.item_type", c.Invoice.ItemType)
	checkID(wrong, "people.finance_party", c.People.FinanceParty)
	if c.People.FinanceParty != "" && c.OFBiz.WriteWith != "database" {
		wrong.add("people.finance_party", "", "it needs ofbiz.write_with: database: messages are only written there")
	}
	checkID(wrong, "parties.role", c.Parties.Role)
	checkID(wrong, "parties.facility_role", c.Parties.FacilityRole)
	for _, id := range c.Income.Vendors {
		required("income.vendors", id)
	}
	for _, id := range c.Credits.IgnoreFacilities {
		required("credits.ignore_facilities", id)
	}
	for _, id := range c.Credits.GitAuthors {
		required("credits.git_authors", id)
	}
	for _, id := range c.Settlement.Hold {
		required("settlement.hold", id)
	}
	for _, a := range c.Findings.Accept {
		if a.Code == "" {
			wrong.add("findings.accept", "", "every member needs the code of a finding")
		}
	}
}

func checkID(wrong *problems, key, id string) {
	if len([]rune(id)) > idLength || strings.TrimSpace(id) != id || strings.ContainsFunc(id, isControl) {
		wrong.add(key, "", "%q is no id of OFBiz: at most %d characters, no space around them", id, idLength)
	}
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func (c *Config) validateChoices(wrong *problems) {
	choose(wrong, "ofbiz.write_with", c.OFBiz.WriteWith, "database", "rest", "entity_xml")
	if c.OFBiz.WriteWith == "entity_xml" && c.Reports.Directory == "" {
		wrong.add("ofbiz.write_with", "", "entity_xml needs reports.directory, a folder in which to leave the invoices")
	}
	choose(wrong, "parties.facilities", c.Parties.Facilities, "first", "all")
	choose(wrong, "shares.basis", c.Shares.Basis, "WEIGHT", "PERCENT", "FACADE")
	choose(wrong, "shares.method", c.Shares.Method, "recursive", "direct")
	choose(wrong, "shares.cycles", c.Shares.Cycles, "refuse", "solve")
	choose(wrong, "income.recognize", c.Income.Recognize, "completed", "invoiced", "paid")
	choose(wrong, "settlement.period", c.Settlement.Period, "day", "week", "month")
	choose(wrong, "invoice.type", c.Invoice.Type, "COMMISSION_INVOICE", "PURCHASE_INVOICE")
	choose(wrong, "invoice.final_status", c.Invoice.FinalStatus, "in_process", "ready")
	if c.Invoice.FinalStatus == "ready" && c.OFBiz.WriteWith != "database" {
		wrong.add("invoice.final_status", "", "ready needs ofbiz.write_with: database: only there jobs and invoices are one transaction")
	}
	if c.Invoice.ReadyAs == "" {
		wrong.add("invoice.ready_as", "", "it must name a userLoginId and is empty")
	}
	choose(wrong, "log.level", c.Log.Level, "debug", "info", "warn", "error")
	choose(wrong, "log.format", c.Log.Format, "auto", "text", "json")
	choose(wrong, "reports.language", c.Reports.Language, "en", "hu")
	for i, format := range c.Reports.Formats {
		choose(wrong, "reports.formats", format, "html", "pdf", "xlsx", "csv", "xml")
		if slices.Contains(c.Reports.Formats[:i], format) {
			wrong.add("reports.formats", "", "%s is there twice", format)
		}
	}
}

func choose(wrong *problems, key, value string, allowed ...string) {
	switch choices := strings.Join(allowed, ", "); {
	case slices.Contains(allowed, value):
	case len(allowed) == 1:
		wrong.add(key, "", "it must be %s, not %q", choices, value)
	default:
		wrong.add(key, "", "it must be one of %s, not %q", choices, value)
	}
}

func (c *Config) validateNumbers(wrong *problems) {
	if !moneyText.MatchString(c.Settlement.MinimumPayout) {
		wrong.add("settlement.minimum_payout", "", "it must be an amount in major units such as 0 or 25.00, not %q", c.Settlement.MinimumPayout)
	}
	if epsilon, err := decimal.NewFromString(limit(c.Shares.Epsilon)); err != nil || epsilon.IsNegative() || !epsilon.LessThan(decimal.NewFromInt(1)) {
		wrong.add("shares.epsilon", "", "it must be a part from 0 to below 1 such as 0.00001, not %q", c.Shares.Epsilon)
	}
	if s := c.Settlement.LeaseSeconds; s < 10 || s > 86400 {
		wrong.add("settlement.lease_seconds", "", "it must be from 10 to 86400, not %d", s)
	}
	if to := c.Currency.ConvertTo; to != "" && !currencyID.MatchString(to) {
		wrong.add("currency.convert_to", "", "it must be a currency such as EUR, or empty, not %q", to)
	}
	if p := c.Settlement.ReviewChangePercent; p < 0 || p > 1_000_000 {
		wrong.add("settlement.review_change_percent", "", "it must be from 0 (off) to 1000000, not %d", p)
	}
	if n := c.Settlement.ReviewNoSales; n < 0 {
		wrong.add("settlement.review_no_sales", "", "it must be a number of lines, or 0 (off), not %d", n)
	}
	if _, _, err := ParseMoment(c.Income.Since); c.Income.Since != "" && err != nil {
		wrong.add("income.since", "", "%v", err)
	}
	for currency, digits := range c.Currencies.Decimals {
		if digits < 0 || digits > 6 || !currencyID.MatchString(currency) {
			wrong.add("currencies.decimals", "", "%s: %d: it must be a currency such as EUR with 0 to 6 digits", currency, digits)
		}
	}
}

// limit keeps a text of a decimal short enough to be harmless: an exponent in it
// could make a number of a million digits.
func limit(text string) string {
	if len(text) > 24 {
		return "too long"
	}
	return text
}

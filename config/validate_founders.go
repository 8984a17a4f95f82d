package config

import "github.com/shopspring/decimal"

// validateFounders wants a product and a percentage of every founder, and not more
// than the whole of a sale for all of them.
func (c *Config) validateFounders(wrong *problems) {
	hundred, sum := decimal.NewFromInt(100), decimal.Zero
	for _, f := range c.Founders {
		if f.Product == "" {
			wrong.add("founders", "", "every member needs a product: the id of the founders' activity")
		}
		checkID(wrong, "founders", f.Product)
		percent, err := decimal.NewFromString(limit(f.Percent))
		if !moneyText.MatchString(f.Percent) || err != nil || !percent.IsPositive() || percent.GreaterThan(hundred) {
			wrong.add("founders", "", "%s: the percentage must be above 0 and up to 100, with at most 6 digits after the point, such as 2.5, not %q", f.Product, f.Percent)
			continue
		}
		sum = sum.Add(percent)
	}
	if sum.GreaterThan(hundred) {
		wrong.add("founders", "", "together they take %s %% of every sale: at most 100 can be given", sum)
	}
}

package mapping

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkIntake takes in orders of three items each, with a discount, and what
// they need; the metric is per order item, with the company made of them.
func BenchmarkIntake(b *testing.B) {
	const orders = 30_000
	rows := orderRows(orders)
	b.ReportAllocs()
	for b.Loop() {
		in := NewIntake(sampleRules(), Memory{}, time.Time{})
		for _, r := range rows {
			if err := in.Take(r.entity, r.row); err != nil {
				b.Fatal(err)
			}
		}
		company, err := in.Company()
		if err != nil || company.Sales.Len() != 3*orders {
			b.Fatal(company.Sales.Len(), err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(3*orders), "ns/item")
}

type entityRow struct {
	entity *Entity
	row    Row
}

func orderRows(orders int) (rows []entityRow) {
	add := func(name string, fields ...string) {
		row := make(Row, len(fields))
		for i, field := range fields {
			if field != "" {
				row[i] = []byte(field)
			}
		}
		rows = append(rows, entityRow{entityNamed(name), row})
	}
	add("Party", "Company", "PARTY_GROUP", "PARTY_ENABLED", "EUR")
	for p := range 1000 {
		add("Product", fmt.Sprintf("P%04d", p), "", "", "", "", "", "")
	}
	add("ProductStore", "SHOP", "Company", "")
	for o := range orders {
		add("OrderHeader", fmt.Sprintf("O%07d", o), "SALES_ORDER", "ORDER_COMPLETED", "2026-01-05 09:12:00.003", "EUR", "SHOP", "")
	}
	for o := range 3 * orders {
		add("OrderItem", fmt.Sprintf("O%07d", o/3), fmt.Sprintf("%05d", o%3+1), fmt.Sprintf("P%04d", o*7%1000), "ITEM_COMPLETED", "2.000000", "", "29.995")
	}
	for o := range orders {
		add("OrderAdjustment", fmt.Sprint(o), "PROMOTION_ADJUSTMENT", fmt.Sprintf("O%07d", o), "_NA_", "-1.000", "")
	}
	for o := range 3 * orders {
		add("OrderStatus", fmt.Sprint(o), "ITEM_COMPLETED", fmt.Sprintf("O%07d", o/3), fmt.Sprintf("%05d", o%3+1), "2026-01-07 09:12:00.003")
	}
	return rows
}

func entityNamed(name string) *Entity {
	for i := range Entities {
		if Entities[i].Name == name {
			return &Entities[i]
		}
	}
	panic(name)
}

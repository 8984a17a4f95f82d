package ofbiz

import (
	"errors"
	"fmt"

	"fairshare/adapter/database"
	"fairshare/calc"
	"fairshare/mapping"
)

// refused makes the error of an invoice that OFBiz could not hold as it is meant.
func refused(invoice, format string, args ...any) error {
	return &database.Error{Kind: database.Refused, Op: "write invoice " + invoice, Err: fmt.Errorf(format, args...)}
}

// checkInvoice refuses what the server would cut, round or refuse half-way, and
// what OFBiz would read as something else.
func checkInvoice(v mapping.Invoice) error {
	ids := []struct{ name, value string }{
		{"invoiceId", v.ID}, {"invoiceTypeId", v.Type}, {"partyIdFrom", string(v.Party)}, {"partyId", v.Company},
		{"statusId", v.Status}, {"currencyUomId", v.Currency},
	}
	for _, id := range ids {
		if !mapping.IsColumnID(id.value, idLength) {
			return refused(v.ID, "%s %q does not fit its column of %d characters unchanged: ids are never cut", id.name, id.value, idLength)
		}
	}
	switch {
	case !mapping.IsColumnID(v.Reference, referenceLength):
		return refused(v.ID, "referenceNumber %q does not fit its column of %d characters unchanged", v.Reference, referenceLength)
	case v.Date.IsZero():
		return refused(v.ID, "it has no date")
	case v.Decimals < 0:
		return refused(v.ID, "the currency has %d decimals", v.Decimals)
	case len(v.Items) == 0:
		return refused(v.ID, "it has no items")
	}
	return checkItems(v)
}

func checkItems(v mapping.Invoice) error {
	var total calc.Minor
	for i, item := range v.Items {
		if err := checkItem(v, item); err != nil {
			return err
		}
		if i > 0 && item.Seq <= v.Items[i-1].Seq {
			return refused(v.ID, "item %s is there twice, or not in the order of the numbers", item.Seq)
		}
		total += item.Amount
	}
	if total != v.Total {
		return refused(v.ID, "its items add up to %d, its total is %d (minor units)", total, v.Total)
	}
	return nil
}

func checkItem(v mapping.Invoice, item mapping.InvoiceItem) error {
	for _, id := range []string{item.Seq, item.Type} {
		if !mapping.IsColumnID(id, idLength) {
			return refused(v.ID, "item %s: id %q does not fit its column of %d characters unchanged", item.Seq, id, idLength)
		}
	}
	if product := item.ProductID(); product != "" && !mapping.IsColumnID(product, idLength) {
		return refused(v.ID, "item %s: productId %q does not fit its column of %d characters unchanged", item.Seq, product, idLength)
	}
	if err := checkAmount(item.Amount, v.Decimals); err != nil {
		return refused(v.ID, "item %s: %w", item.Seq, err)
	}
	return nil
}

// maxMajor is what DECIMAL(18,3) does not hold any more, in whole units.
const maxMajor = 1_000_000_000_000_000

var (
	errZero    = errors.New("an amount of 0: OFBiz would put the product's price in its place")
	errTooFine = errors.New("OFBiz rounds an item to 2 decimals, whatever the currency: the amount has more")
	errTooBig  = errors.New("the amount does not fit DECIMAL(18,3)")
)

func checkAmount(amount calc.Minor, decimals int) error {
	if amount == 0 {
		return errZero
	}
	major := amount
	for digit := decimals; digit > 0; digit-- {
		if digit > 2 && major%10 != 0 {
			return errTooFine
		}
		major /= 10
	}
	if major >= maxMajor || major <= -maxMajor {
		return errTooBig
	}
	return nil
}

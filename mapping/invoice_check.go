package mapping

import (
	"errors"
	"fmt"

	"fairshare/calc"
)

// referenceLength is what OFBiz's column for references holds, in characters.
const referenceLength = 60

// Check refuses an invoice that OFBiz could not hold as it is meant: what its
// server would cut, round or refuse half-way, and what OFBiz would read as
// something else. Whoever writes invoices asks first.
func (v Invoice) Check() error {
	ids := []struct{ name, value string }{
		{"invoiceId", v.ID}, {"invoiceTypeId", v.Type}, {"partyIdFrom", string(v.Party)}, {"partyId", v.Company},
		{"statusId", v.Status}, {"currencyUomId", v.Currency},
	}
	for _, id := range ids {
		if !IsColumnID(id.value, idLength) {
			return fmt.Errorf("%s %q does not fit its column of %d characters unchanged: ids are never cut", id.name, id.value, idLength)
		}
	}
	switch {
	case !IsColumnID(v.Reference, referenceLength):
		return fmt.Errorf("referenceNumber %q does not fit its column of %d characters unchanged", v.Reference, referenceLength)
	case v.Date.IsZero():
		return errors.New("it has no date")
	case v.Decimals < 0:
		return fmt.Errorf("the currency has %d decimals", v.Decimals)
	case len(v.Items) == 0:
		return errors.New("it has no items")
	}
	return checkItems(v)
}

func checkItems(v Invoice) error {
	var total calc.Minor
	for i, item := range v.Items {
		if err := checkItem(v, item); err != nil {
			return err
		}
		if i > 0 && item.Seq <= v.Items[i-1].Seq {
			return fmt.Errorf("item %s is there twice, or not in the order of the numbers", item.Seq)
		}
		total += item.Amount
	}
	if total != v.Total {
		return fmt.Errorf("its items add up to %d, its total is %d (minor units)", total, v.Total)
	}
	return nil
}

func checkItem(v Invoice, item InvoiceItem) error {
	for _, id := range []string{item.Seq, item.Type} {
		if !IsColumnID(id, idLength) {
			return fmt.Errorf("item %s: id %q does not fit its column of %d characters unchanged", item.Seq, id, idLength)
		}
	}
	if product := item.ProductID(); product != "" && !IsColumnID(product, idLength) {
		return fmt.Errorf("item %s: productId %q does not fit its column of %d characters unchanged", item.Seq, product, idLength)
	}
	if err := checkAmount(item.Amount, v.Decimals); err != nil {
		return fmt.Errorf("item %s: %w", item.Seq, err)
	}
	return nil
}

// maxMajor is what DECIMAL(18,3) does not hold any more, in whole units.
const maxMajor = 1_000_000_000_000_000

var (
	errZeroAmount = errors.New("an amount of 0: OFBiz would put the product's price in its place")
	errFineAmount = errors.New("OFBiz rounds an item to 2 decimals, whatever the currency: the amount has more")
	errBigAmount  = errors.New("the amount does not fit DECIMAL(18,3)")
)

func checkAmount(amount calc.Minor, decimals int) error {
	if amount == 0 {
		return errZeroAmount
	}
	major := amount
	for digit := decimals; digit > 0; digit-- {
		if digit > 2 && major%10 != 0 {
			return errFineAmount
		}
		major /= 10
	}
	if major >= maxMajor || major <= -maxMajor {
		return errBigAmount
	}
	return nil
}

package mapping

import (
	"strconv"
	"time"
)

// SettlementID names a settlement by who pays, in what, and until when: the
// cut-off's local date when it is a midnight, else its local date and time,
// e.g. "Company-EUR-20261101" or "Company-EUR-20261101T121530.250". At most 44
// characters, so it fits Invoice.referenceNumber.
func SettlementID(organization, currency string, until time.Time, zone *time.Location) string {
	local := until.In(zone)
	layout := "20060102T150405.000"
	if isMidnight(local) {
		layout = "20060102"
	}
	return organization + "-" + currency + "-" + local.Format(layout)
}

// WithOrdinal is the id of the nth settlement of a cut-off: its name alone for the
// first, with -2, -3, … behind it where the ones before were voided.
func WithOrdinal(id string, ordinal int) string {
	if ordinal <= 1 {
		return id
	}
	return id + "-" + strconv.Itoa(ordinal)
}

func isMidnight(local time.Time) bool {
	hour, minute, second := local.Clock()
	return hour == 0 && minute == 0 && second == 0 && local.Nanosecond() == 0
}

// LastDay is how people read a settlement's cut-off: the last day it covers when
// the cut-off is a midnight ("2026-10-31"), else the exact local time.
func LastDay(s Settlement) string {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		zone = time.UTC
	}
	local := s.Until.In(zone)
	if isMidnight(local) {
		return local.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return local.Format(time.DateTime)
}

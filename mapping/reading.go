package mapping

import (
	"bytes"
	"fmt"

	"fairshare/calc"
)

// reading is the row at hand, with its fields read by their place in
// Entity.Fields. What can't be read becomes a finding that names the row.
type reading struct {
	in     *Intake
	entity *Entity
	taker  func(*Intake)
	row    Row
	err    error
}

func (r *reading) key() string { return rowKey(r.entity, r.row) }

func (r *reading) null(field int) bool { return len(r.row[field]) == 0 }

func (r *reading) text(field int) string { return string(r.row[field]) }

// is reports whether the field is the id, as the collation compares; the id is
// given as it folds, in upper case.
func (r *reading) is(field int, id string) bool {
	return string(r.row[field]) == id || sameFolded(r.row[field], id)
}

func sameFolded(id []byte, folded string) bool {
	var buffer [64]byte
	return string(fold(buffer[:0], id)) == folded
}

func equalIDs(a []byte, b string) bool { return sameFolded(a, foldText(b)) }

// note adds a finding about the row.
func (r *reading) note(code, format string, args ...any) {
	r.in.found.add(code, r.entity.Name, r.key(), format, args...)
}

// fail stops the reading: the row is one that no database could hold.
func (r *reading) fail(format string, args ...any) {
	r.err = fmt.Errorf("take %s (%s): %s", r.entity.Name, r.key(), fmt.Sprintf(format, args...))
}

// decimal reads a DECIMAL; NULL is 0. It is false, with a finding, for what can't
// be read.
func (r *reading) decimal(field, scale int) (int64, bool) {
	if r.null(field) {
		return 0, true
	}
	value, err := parseDecimal(r.row[field], scale)
	if err != nil {
		r.note("BAD_VALUE", "%s = %q %v; the row is left out: correct it in OFBiz", r.entity.Fields[field], r.row[field], err)
		return 0, false
	}
	return value, true
}

// instant reads a DATETIME; absent is for NULL, for a date of zeros and for what
// can't be read, the latter two with a finding.
func (r *reading) instant(field int, absent calc.Instant) calc.Instant {
	if r.null(field) {
		return absent
	}
	name, text := r.entity.Fields[field], r.row[field]
	at, odd, err := r.in.clock.parse(text)
	switch {
	case err != nil:
		r.note("BAD_VALUE", "%s = %q is %v; read as no date: correct it in OFBiz", name, text, err)
		return absent
	case odd == zeroTime:
		r.note("ZERO_DATE", "%s = %q is read as no date: set or clear it in OFBiz", name, text)
		return absent
	case odd == gapTime:
		r.note("LOCAL_TIME", "%s = %q: the clocks of %s skipped this time; read with the offset before the change: correct it if another was meant", name, text, r.in.clock.zone)
	case odd == twiceTime:
		r.note("LOCAL_TIME", "%s = %q: the clocks of %s showed this time twice; read as the second one: nothing is to be done if it was", name, text, r.in.clock.zone)
	}
	return at
}

// period reads fromDate and thruDate, half-open; false, with a warning, when it
// holds no instant.
func (r *reading) period(from, thru int) (period, bool) {
	p := period{r.instant(from, calc.Ever), r.instant(thru, calc.Never)}
	if p.from < p.thru {
		return p, true
	}
	r.note("NEVER_VALID", "fromDate %s is not before thruDate %s: the row is never valid; end or delete it", r.row[from], r.row[thru])
	return p, false
}

// ref finds the id of a field in its table, with a warning when it is spelled
// otherwise than there; -1 when it is not there.
func (r *reading) ref(field int, table *idTable) int32 {
	n := table.find(r.row[field])
	if n >= 0 && !bytes.Equal(table.bytes(n), r.row[field]) {
		r.note("SPELLING", "%s is spelled %q here and %q in its own row; they are one id, the latter counts", r.entity.Fields[field], r.row[field], table.bytes(n))
	}
	return n
}

package database

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// utcLayout is a DATETIME(3) as text.
const utcLayout = "2006-01-02 15:04:05.000"

// UTC is a DATETIME(3) column that holds UTC, as Fairshare's own tables do.
// What is finer than a millisecond is cut, so that what is read equals what was
// written.
type UTC struct{ time.Time }

// Scan reads the column's text; NULL is refused, sql.Null[UTC] takes it.
func (u *UTC) Scan(src any) error {
	var text string
	switch v := src.(type) {
	case []byte:
		text = string(v)
	case string:
		text = v
	case time.Time:
		u.Time = v.UTC()
		return nil
	default:
		return fmt.Errorf("a UTC time can't be read from %T", src)
	}
	t, err := time.Parse("2006-01-02 15:04:05.999999", text)
	if err != nil {
		return fmt.Errorf("a UTC time can't be read from %q", text)
	}
	u.Time = t
	return nil
}

// Value is the column's text.
func (u UTC) Value() (driver.Value, error) {
	if u.IsZero() {
		return nil, errors.New("the zero time is no DATETIME: NULL or a time is needed")
	}
	return UTCText(u.Time), nil
}

// UTCText is a time as such a column takes it.
func UTCText(t time.Time) string { return t.UTC().Truncate(time.Millisecond).Format(utcLayout) }

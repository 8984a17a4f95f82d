package mapping_test

import (
	"strings"
	"testing"
	"time"

	"fairshare/mapping"
)

func day(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }

func TestShareChange(t *testing.T) {
	open := mapping.ShareRow{From: day(1), Weight: "5.000000"}
	short := mapping.ShareRow{From: day(1), Thru: day(10), Weight: "5.000000"}
	later := mapping.ShareRow{From: day(20), Weight: "7.000000"}
	cases := []struct {
		name   string
		rows   []mapping.ShareRow
		change mapping.ShareChange
		want   string
		err    string
	}{
		{"First", nil, mapping.ShareChange{Weight: "3", From: day(5)}, "new 5- 3", ""},
		{"Another", []mapping.ShareRow{open}, mapping.ShareChange{Weight: "3", From: day(5)}, "end 1-5, new 5- 3", ""},
		{"KeepsTheEnd", []mapping.ShareRow{short}, mapping.ShareChange{Weight: "3", From: day(5)}, "end 1-5, new 5-10 3", ""},
		{"AfterTheEnd", []mapping.ShareRow{short}, mapping.ShareChange{Weight: "3", From: day(10)}, "new 10- 3", ""},
		{"UntilTheNext", []mapping.ShareRow{short, later}, mapping.ShareChange{Weight: "3", From: day(12)}, "new 12-20 3", ""},
		{"Reweigh", []mapping.ShareRow{later}, mapping.ShareChange{Weight: "3", From: day(20)}, "reweigh 20- 3", ""},
		{"Formula", []mapping.ShareRow{open}, mapping.ShareChange{Formula: "= credits(A) / 2", From: day(5)}, "end 1-5, new 5- = credits(A) / 2", ""},
		{"End", []mapping.ShareRow{open}, mapping.ShareChange{From: day(5)}, "end 1-5", ""},
		{"NothingToEnd", []mapping.ShareRow{short}, mapping.ShareChange{From: day(15)}, "", "no share at that time"},
		{"TwoAtOnce", []mapping.ShareRow{open, {From: day(2), Weight: "1"}}, mapping.ShareChange{Weight: "3", From: day(5)}, "", "two rows are valid"},
		{"TooFine", nil, mapping.ShareChange{Weight: "0.0000001", From: day(5)}, "", "at most six digits"},
		{"Zero", nil, mapping.ShareChange{Weight: "0.0", From: day(5)}, "", "more than 0"},
		{"Negative", nil, mapping.ShareChange{Weight: "-1", From: day(5)}, "", "more than 0"},
		{"BadFormula", nil, mapping.ShareChange{Formula: "= 1 +", From: day(5)}, "", "can't be read at column"},
		{"NoMoment", nil, mapping.ShareChange{Weight: "1"}, "", "moment"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.change.Activity, c.change.Component = "P", "T"
			edit, err := c.change.Edit(c.rows)
			if (c.err == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Fatalf("error %v, want %q", err, c.err)
			}
			if got := editText(edit); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func editText(e mapping.ShareEdit) string {
	var parts []string
	add := func(what string, row *mapping.ShareRow) {
		if row == nil {
			return
		}
		text := what + " " + row.From.Format("2") + "-"
		if !row.Thru.IsZero() {
			text += row.Thru.Format("2")
		}
		parts = append(parts, strings.TrimSuffix(text+" "+row.Weight+row.Formula, " "))
	}
	add("end", e.End)
	add("reweigh", e.Reweigh)
	add("new", e.New)
	return strings.Join(parts, ", ")
}

package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// line is one target at one size.
type line struct {
	target string // P1 …
	what   string
	size   string
	rounds int
	ours   string
	theirs string
	value  float64 // what the limit is for: the ratio, or a figure of its own
	limit  float64
	unit   string
}

func (l line) met() string {
	if l.target == noTarget {
		return ""
	}
	if l.value <= l.limit {
		return "met"
	}
	return "MISSED"
}

// ratio is a line about two durations.
func ratio(target, what, size string, rounds int, ours, theirs time.Duration, limit float64) line {
	return line{target, what, size, rounds, short(ours), short(theirs), float64(ours) / float64(theirs), limit, "×"}
}

// noTarget stands before a comparison that is only made to know.
const noTarget = "peer"

// peer is a line about two durations without a target.
func peer(what, size string, rounds int, ours, theirs time.Duration) line {
	return ratio(noTarget, what, size, rounds, ours, theirs, 0)
}

// limited writes the limit of a target.
func (l line) limited() string {
	if l.target == noTarget {
		return ""
	}
	return fmt.Sprintf("≤ %.3g%s", l.limit, l.unit)
}

// short is a duration with three digits.
func short(d time.Duration) string {
	for unit := time.Second; unit > time.Microsecond; unit /= 10 {
		if d >= unit {
			return d.Round(unit / 100).String()
		}
	}
	return d.String()
}

// print writes the table as the README shows it.
func print(out io.Writer, lines []line) {
	table := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	fmt.Fprintln(table, "| # \t| what \t| size \t| median of \t| Fairshare \t| against \t| ratio \t| target \t| \t|")
	fmt.Fprintln(table, "|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|")
	for _, l := range lines {
		fmt.Fprintf(table, "| %s \t| %s \t| %s \t| %d \t| %s \t| %s \t| %.3g%s \t| %s \t| %s \t|\n",
			l.target, l.what, l.size, l.rounds, l.ours, l.theirs, l.value, l.unit, l.limited(), l.met())
	}
	table.Flush()
}

package main

import (
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"fairshare/calc"
	"fairshare/config"
)

// FuzzMomentIn: a local time is the first instant at which the zone's clocks show it,
// or are past it where they jumped.
func FuzzMomentIn(f *testing.F) {
	for _, text := range []string{"2026-10-25 02:30", "2026-03-29 02:30", "2018-11-04", "2011-12-30", "1847-12-01 00:00:30", "2026-10-31T14:30:00+01:00", "0001-01-01", "9999-12-31 23:59:59.999"} {
		for zone := range uint8(7) {
			f.Add(text, zone)
		}
	}
	names := []string{"UTC", "Europe/Budapest", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "Africa/Monrovia", "America/Caracas"}
	f.Fuzz(func(t *testing.T, text string, n uint8) {
		zone := zoneNamed(t, names[int(n)%len(names)])
		moment, err := parseMoment("until", text, zone)
		if err != nil {
			var wrong *exitError
			if !errors.As(err, &wrong) || wrong.code != exitUsage || !strings.HasPrefix(err.Error(), "--until ") {
				t.Error(err)
			}
			return
		}
		wall, local, err := config.ParseMoment(text)
		if err != nil || !local {
			return
		}
		if shown := wallOf(moment.In(zone)); shown.Before(wall) {
			t.Errorf("%q in %s is %s, whose clocks show %s", text, zone, moment, shown)
		}
		if before := wallOf(moment.Add(-time.Nanosecond).In(zone)); !before.Before(wall) {
			t.Errorf("%q in %s is %s, and the clocks showed it before", text, zone, moment)
		}
	})
}

// FuzzEpsilon holds shares.epsilon, as far as the configuration accepts it, against
// exact arithmetic.
func FuzzEpsilon(f *testing.F) {
	for _, text := range []string{"0.00001", "0", "1e-7", "0.9999999", ".5", "0.0000015", "1E-100"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		exact, ok := new(big.Rat).SetString(text)
		if len(text) > 24 || strings.ContainsAny(text, "/_xXoObBpP") || !ok || exact.Sign() < 0 || exact.Cmp(big.NewRat(1, 1)) >= 0 {
			return
		}
		got := epsilonOf(text)
		scaled := new(big.Rat).Mul(exact, big.NewRat(int64(calc.QuantityOne), 1))
		want := new(big.Int).Quo(scaled.Num(), scaled.Denom()).Int64()
		if exact.Sign() > 0 {
			want = max(want, 1)
		}
		if int64(got) != want {
			t.Errorf("%q is %d millionths, want %d", text, got, want)
		}
	})
}

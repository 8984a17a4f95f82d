package calc

import (
	"math/big"
	"slices"
	"strings"
	"testing"
)

// TestShareText is about ties, which random worlds seldom have.
func TestShareText(t *testing.T) {
	tests := []struct{ name, company, want string }{
		{"OKThirds", "mik has 1 of A\ncell has 2 of A", "cell 0.666666666667 mik 0.333333333333"},
		{"OKTieToEven", "mik has 0.000001 of A\ncell has 0.008191 of A", "cell 0.999877929688 mik 0.000122070312"},
		{"OKTieThroughDust", `
			A uses B 1 ..
			A uses C 1 ..
			A uses D 1 ..
			mik has 0.000009 of B
			cell has 0.024567 of B
			cell has 1 of C
			cell has 1 of D`, "cell 0.999877929688 mik 0.000122070312"},
		{"OKJustBelowTie", `
			direct
			A uses B 3 ..
			A uses C 1000000000000 ..
			A uses D 1000000000000 ..
			mik has 3 of B
			mik has 1 of C
			cell has 1 of D`, ""},
		{"OKNobody", "A own 1", "NO_CREDITS 1.000000000000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, _ := company(t, tt.company)
			picture, err := At(s, 0)
			if err != nil {
				t.Fatal(err)
			}
			texts := []string{}
			exact := picture.ExactShares(0)
			for i, share := range picture.Shares(0) {
				account := s.Accounts[share.Account]
				texts = append(texts, string(account.Party)+string(account.Retained)+" "+share.Text())
				if want := halfEvenText(exact[i].Value); share.Text() != want || picture.SharesOf(share.Account)[0].Text() != want {
					t.Errorf("%s instead of %s", share.Text(), want)
				}
			}
			if got := strings.Join(texts, " "); tt.want != "" && got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestShareLeaning has fractions nearer to the middle between two texts than the
// grid can tell.
func TestShareLeaning(t *testing.T) {
	for value, want := range map[string]string{
		"3000000000021/2000000000014000000000024": "0.000000000001", // just below 1.5
		"3000000000021/2000000000013999999999976": "0.000000000002",
		"15/10000000000000":                       "0.000000000002", // in the middle, to even
		"25/10000000000000":                       "0.000000000002",
		"1/3":                                     "0.333333333333",
	} {
		exact, _ := new(big.Rat).SetString(value)
		mass := new(big.Int).Mul(exact.Num(), one.Big())
		f, _ := fineOfBig(mass.Quo(mass, exact.Denom()))
		share := Share{mass: f}.leaning(func() []ExactShare { return []ExactShare{{Value: exact}} })
		if share.Text() != want || share.Text() != halfEvenText(exact) {
			t.Errorf("%s is %s instead of %s", value, share.Text(), want)
		}
	}
}

func TestShareCmp(t *testing.T) {
	small, large := Share{mass: Fine{0, 1}}, Share{mass: one}
	if small.Cmp(large) != -1 || large.Cmp(small) != 1 || one.String() != "1"+strings.Repeat("0", 36) {
		t.Errorf("%v against %v", small, large)
	}
}

// TestLargest puts the largest first; equal ones by account, then by activity.
func TestLargest(t *testing.T) {
	share := func(account, activity int32, mass uint64) Share {
		return Share{Account: account, Activity: activity, mass: Fine{0, mass}}
	}
	shares := []Share{share(2, 1, 5), share(1, 2, 5), share(1, 1, 5), share(0, 0, 1), share(3, 0, 9)}
	want := []Share{share(3, 0, 9), share(1, 1, 5), share(1, 2, 5), share(2, 1, 5), share(0, 0, 1)}
	for n := range 7 {
		largest, rest := Largest(slices.Clone(shares), n)
		if !slices.Equal(slices.Concat(largest, rest), want) || len(largest) != min(n, len(shares)) {
			t.Errorf("the %d largest are %v, the rest %v", n, largest, rest)
		}
	}
}

// TestTogether adds up the shares of nobody in particular.
func TestTogether(t *testing.T) {
	s, _ := company(t, "mik has 1 of B\ncell has 2 of B\nA uses B 1 ..")
	picture, err := At(s, 0)
	if err != nil {
		t.Fatal(err)
	}
	shares := picture.Shares(1)
	if sum := Together(shares); len(shares) != 2 || sum != (Share{Account: -1, Activity: 1, mass: one}) || sum.Text() != "1.000000000000" {
		t.Errorf("%+v", sum)
	}
	if sum := Together(nil); sum.Text() != "0.000000000000" || sum.Account != -1 {
		t.Errorf("%+v", sum)
	}
}

package mapping

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"fairshare/calc"
	"fairshare/testdata/hostile"
)

// FuzzOpenInput: a stored input that was damaged, or forged with a digest that fits,
// is refused or worked out; nothing panics, and what comes out obeys the laws of a plan.
func FuzzOpenInput(f *testing.F) {
	var plain bytes.Buffer
	unpacked, err := gzip.NewReader(bytes.NewReader(storedBytes(f, storedSample(f))))
	if err != nil {
		f.Fatal(err)
	}
	if _, err := io.Copy(&plain, unpacked); err != nil {
		f.Fatal(err)
	}
	f.Add(plain.Bytes())
	f.Add(plain.Bytes()[:plain.Len()/2])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, stored []byte) {
		var packed bytes.Buffer
		out := gzip.NewWriter(&packed)
		if _, err := out.Write(stored); err != nil {
			t.Fatal(err)
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
		in, err := OpenInput(packed.Bytes(), InputDigest(packed.Bytes()))
		if err != nil {
			if in != nil || !strings.Contains(err.Error(), "stored input") {
				t.Errorf("%v, %v", in, err)
			}
			return
		}
		if plan, _, err := in.Plan(); err == nil {
			if err := plan.Check(); err != nil {
				t.Error(err)
			}
		}
	})
}

// FuzzInputRoundTrip: whatever texts and amounts are stored come back.
func FuzzInputRoundTrip(f *testing.F) {
	f.Add("mik", "árvíztűrő 🙂", int64(5), int64(1))
	f.Add("\xff", "\x00", int64(-1<<63), int64(1<<62))
	f.Fuzz(func(t *testing.T, id, text string, amount, at int64) {
		in := storedSample(t)
		in.Memory.Balances = []Balance{{"EUR", calc.PartyID(id), calc.Minor(amount)}}
		in.Memory.Adjustments[0].Reason, in.Payout.Hold = text, []string{id, text}
		in.Sales.List[0].At, in.Sales.List[0].Document = calc.Instant(at), text
		stored := storedBytes(t, in)
		out, err := OpenInput(stored, InputDigest(stored))
		if err != nil {
			t.Fatal(err)
		}
		out.Sales = RowsOf(out.Sales.Listed()...)
		if !reflect.DeepEqual(in, out) {
			t.Errorf("%+v", out)
		}
	})
}

// FuzzParseFactor holds rates of exchange against math/big.
func FuzzParseFactor(f *testing.F) {
	for _, text := range []string{"0.9", "1e-7", "163.505", "0", "-1", "1/3", "1e999", "NaN", "0x1p-2", "1_0", ".5", "5.", "+1", strings.Repeat("9", 31)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, err := parseFactor(text)
		want, ok := new(big.Rat).SetString(text)
		plain := strings.Trim(text, "0123456789.eE+-") == ""
		switch {
		case err != nil:
			if ok && plain && want.Sign() > 0 && len(text) < 20 && strings.Trim(text, "0123456789") == "" {
				t.Errorf("%q is refused", text)
			}
		case !ok || !plain || value.Cmp(want) != 0 || value.Sign() <= 0:
			t.Errorf("%q is read as %s", text, value)
		}
	})
}

// FuzzFold: folding twice changes nothing; letters are folded as everywhere; what
// MariaDB holds equal by case, by blanks at the end or by an accent is one id.
func FuzzFold(f *testing.F) {
	for _, text := range hostile.Texts() {
		f.Add(text)
	}
	f.Add("Mík ")
	f.Fuzz(func(t *testing.T, id string) {
		folded := foldText(id)
		if foldText(folded) != folded || foldText(id+" ") != folded {
			t.Errorf("%q folds to %q, that to %q", id, folded, foldText(folded))
		}
		ascii := strings.IndexFunc(id, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
		if want := strings.ToUpper(strings.TrimRight(id, " ")); ascii && folded != want {
			t.Errorf("%q folds to %q, want %q", id, folded, want)
		}
		if !equalIDs([]byte(id), id) {
			t.Errorf("%q is not itself", id)
		}
	})
}

// FuzzColumnText: what goes into a column fits it, is kept by utf8mb3, steers nothing,
// and going in again it is the same; an id is only taken as it is.
func FuzzColumnText(f *testing.F) {
	for _, text := range hostile.Texts() {
		f.Add(text, uint8(20))
	}
	f.Fuzz(func(t *testing.T, text string, n uint8) {
		characters := int(n) + 1
		got := ColumnText(text, characters)
		if utf8.RuneCountInString(got) > characters || ColumnText(got, characters) != got || !utf8.ValidString(got) {
			t.Errorf("%q in %d characters is %q", text, characters, got)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return r > 0xffff || r < ' ' || r == 0x7f }) {
			t.Errorf("%q keeps what it must not: %q", text, got)
		}
		if IsColumnID(text, characters) && (got != text || text == "") {
			t.Errorf("%q is an id and is changed to %q", text, got)
		}
	})
}

// FuzzCompare: an invoice that reads back as it was planned has no difference, and
// one with any other text in any field has one, or it can't be seen in the column.
func FuzzCompare(f *testing.F) {
	f.Add("13.00", "1", uint8(0))
	f.Add("13.000000", "1.0", uint8(3))
	f.Add("1e1", "", uint8(9))
	f.Add("-13.000", "x", uint8(11))
	f.Fuzz(func(t *testing.T, amount, text string, field uint8) {
		planned, found := plannedAndFound()
		zone := time.FixedZone("CET", 3600)
		found.Items[0].Amount = amount
		fields := []*string{&found.ID, &found.Type, &found.PartyFrom, &found.Party, &found.Date, &found.Currency, &found.Reference, &found.Description, &found.Items[0].Seq, &found.Items[0].Type, &found.Items[0].Product, &found.Items[0].Description}
		chosen := fields[int(field)%len(fields)]
		was := *chosen
		*chosen = text
		differences := Compare(planned, found, zone)
		exact, number := new(big.Rat).SetString(amount)
		sameAmount := number && exact.Cmp(big.NewRat(13, 1)) == 0
		if len(differences) == 0 && (text != was || !sameAmount) {
			t.Errorf("%q instead of %q, amount %q: no difference", text, was, amount)
		}
		if len(differences) > 0 && text == was && sameAmount && strings.Trim(amount, "0123456789.") == "" && amount[0] != '.' && len(amount) < 20 {
			t.Errorf("amount %q: %v", amount, differences)
		}
	})
}

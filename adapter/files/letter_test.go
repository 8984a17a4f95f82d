package files

import (
	"fmt"
	"strings"
	"testing"

	"fairshare/calc"
	"fairshare/mapping"
	"fairshare/testdata/hostile"
)

// letters are all kinds, with a text wherever OFBiz's users may have typed one.
func letters(t testing.TB, l Language, text string) []mapping.Letter {
	t.Helper()
	var all []mapping.Letter
	keep := func(letter mapping.Letter, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, letter)
	}
	finance := poisonedFinance(text)
	for _, state := range []mapping.State{mapping.Closed, mapping.Held, mapping.Exported} {
		finance.Settlement.State = state
		keep(l.FinanceLetter(finance))
	}
	keep(l.StatementLetter(poisoned(text)))
	keep(l.RefusedLetter(text, "2026-10-31", finance.Findings))
	keep(l.MissedLetter(text, "2026-10-31", text))
	keep(l.TestLetter(text))
	return all
}

// TestHostileTextInLetters: no text is markup in a letter, steers anything, or begins a
// line of the plain text that could be taken for another.
func TestHostileTextInLetters(t *testing.T) {
	harmless := letters(t, English, "harmless")
	for i, text := range hostile.Texts() {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			for j, letter := range letters(t, English, text) {
				inertHTML(t, []byte(harmless[j].HTML), []byte(letter.HTML))
				plain := strings.ReplaceAll(letter.Text, "\n", "")
				if mapping.Shown(plain) != plain || mapping.Shown(letter.Subject) != letter.Subject {
					t.Errorf("%q\n%q", letter.Subject, letter.Text)
				}
				if got, want := strings.Count(letter.Text, "\n"), strings.Count(harmless[j].Text, "\n"); got > want+1 {
					t.Errorf("%d lines, want %d:\n%s", got, want, letter.Text)
				}
			}
		})
	}
}

// TestLettersSayWhatCounts: the sums of the report, what to do, and the languages.
func TestLettersSayWhatCounts(t *testing.T) {
	finance := sampleFinance()
	total := finance.Settlement.Invoiced.Text(finance.Settlement.Decimals)
	for _, l := range Languages {
		letter, err := l.FinanceLetter(finance)
		if err != nil {
			t.Fatal(err)
		}
		if want := l.figure(total) + groupSpace + finance.Settlement.Currency; !strings.Contains(letter.Text, want) || !strings.Contains(letter.HTML, want) || !strings.Contains(letter.Subject, want) {
			t.Errorf("%s: %q is not in %q\n%s", l, want, letter.Subject, letter.Text)
		}
		if strings.Contains(letter.Text, "..") {
			t.Errorf("%s", letter.Text)
		}
	}
}

// TestLetterKeepsFindingsShort: warnings of one kind are one entry, what blocks or
// holds is told one by one, and the rest is counted.
func TestLetterKeepsFindingsShort(t *testing.T) {
	var findings []mapping.Finding
	for i := range 12 {
		findings = append(findings, mapping.Finding{Code: "QUANTITY_MISSING", Severity: mapping.Blocking, Entity: "ProductAssoc", Key: fmt.Sprint(i), Text: "set the weight"})
	}
	m := letter{Language: English}
	m.addFindings(findings, "see the report")
	if len(m.Findings) != findingsInLetter || m.More != "… and 2 more: see the report" {
		t.Errorf("%d, %q", len(m.Findings), m.More)
	}
	m, findings = letter{Language: English}, nil
	for i := range 100 {
		findings = append(findings, mapping.Finding{Code: "PARTY_CURRENCY", Severity: mapping.Warning, Entity: "Party", Key: string(calc.PartyID(fmt.Sprintf("PARTY%02d", i)))})
	}
	findings = append(findings, mapping.Finding{Code: "REVIEW_PAYOUT", Severity: mapping.Warning}, mapping.Finding{Code: "REVIEW_PAYOUT", Severity: mapping.Warning})
	m.addFindings(findings, "")
	if len(m.Findings) != 3 || !strings.HasSuffix(m.Findings[0].Also, ", …") || strings.Count(m.Findings[0].Also, "…") != 1 || m.More != "" {
		t.Errorf("%+v", m.Findings)
	}
}

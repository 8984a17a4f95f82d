package files

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"fairshare/calc"
	"fairshare/mapping"
)

// TestNoTextIsMissing: every text that the templates and the code say in a language
// is in the table, and the table has none that nobody says.
func TestNoTextIsMissing(t *testing.T) {
	said := saidInTemplates(t)
	for text := range saidInCode(t) {
		said[text] = true
	}
	for text := range said {
		if hungarian[text] == "" {
			t.Errorf("no Hungarian for %q", text)
		}
		if strings.Count(text, "%s") != strings.Count(hungarian[text], "%s") {
			t.Errorf("%q has other places for values than %q", hungarian[text], text)
		}
	}
	for text := range hungarian {
		if !said[text] {
			t.Errorf("nobody says %q", text)
		}
	}
}

var sayCall = regexp.MustCompile(`\$\.Say ("(?:[^"\\]|\\.)*")`)

func saidInTemplates(t *testing.T) map[string]bool {
	said := map[string]bool{}
	names, _ := fs.Glob(sources, "*.tmpl")
	for _, name := range names {
		for _, call := range sayCall.FindAllStringSubmatch(source(name), -1) {
			text, err := strconv.Unquote(call[1])
			if err != nil {
				t.Fatal(err)
			}
			said[text] = true
		}
	}
	return said
}

// saidInCode are the texts given to text and textf, and those that reach them
// through a variable: what mapping says in words, and lists of labels.
func saidInCode(t *testing.T) map[string]bool {
	said := map[string]bool{howToRead: true, flowMeaning: true}
	for _, reason := range []calc.Reason{calc.NoCredits, calc.NoParty, calc.NotMember, calc.SecondFacility, calc.SharedFacility,
		calc.PartyDisabled, calc.TheCompany, calc.NoProduct, calc.RuleRefused, calc.InCycle, calc.BelowEpsilon} {
		said[mapping.ReasonText(reason)] = true
	}
	for _, severity := range []mapping.Severity{mapping.Blocking, mapping.Warning, mapping.Accepted} {
		said[string(severity)] = true
	}
	for _, a := range []mapping.Account{{Opening: 1, Held: true, Closing: 1}, {Opening: 1, Closing: 1}, {Opening: -1, Closing: -1}, {}} {
		said[a.Note()], said[whyNoPayout(a)] = true, true
	}
	for _, step := range moves(mapping.Account{}) {
		said[step.label] = true
	}
	visit := func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && sayers[calledName(call)] {
			for _, argument := range call.Args {
				addTexts(said, argument)
			}
		}
		if list, ok := n.(*ast.CompositeLit); ok && factLists[typeName(list)] {
			for _, fact := range list.Elts {
				addTexts(said, fact.(*ast.CompositeLit).Elts[0])
			}
		}
		if assignment, ok := n.(*ast.AssignStmt); ok && spokenLater[assignedName(assignment)] {
			addTexts(said, assignment.Rhs[0])
		}
		return true
	}
	names, _ := filepath.Glob("*.go")
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, visit)
	}
	// What listings say: their columns and headings are told by mapping.
	for _, l := range []mapping.Listing{sampleActivity(), mapping.MatrixReport(mapping.SharesDocument{}, mapping.Names{}, "", ""),
		mapping.ProjectReport(mapping.ProjectDocument{Income: []mapping.ProjectIncome{{}}}, mapping.Names{}, "", "", twoDigits),
		mapping.FutureReport(mapping.FutureDocument{Income: []mapping.FutureIncome{{}}}, mapping.Names{}, "", "", twoDigits)} {
		said[l.Title] = true
		for _, pairs := range l.Pairs {
			said[pairs.Title], said[pairs.First], said[pairs.Second] = true, true, true
		}
		for _, table := range l.Tables {
			said[table.Heading] = true
			for i, column := range table.Columns {
				said[column.Heading] = true
				for _, row := range table.Rows {
					if column.Kind == mapping.WordColumn {
						said[row[i]] = true
					}
				}
			}
		}
	}
	delete(said, "")
	return said
}

func twoDigits(string) int { return 2 }

var (
	sayers      = map[string]bool{"text": true, "textf": true, "title": true, "fact": true, "Say": true}
	factLists   = map[string]bool{"[][2]string": true}
	spokenLater = map[string]bool{"heading": true, "invoiced": true}
)

func addTexts(said map[string]bool, n ast.Expr) {
	if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
		text, _ := strconv.Unquote(literal.Value)
		said[text] = true
	}
}

func calledName(call *ast.CallExpr) string {
	if selector, ok := call.Fun.(*ast.SelectorExpr); ok {
		return selector.Sel.Name
	}
	return ""
}

func typeName(list *ast.CompositeLit) string {
	if outer, ok := list.Type.(*ast.ArrayType); ok && outer.Len == nil {
		if inner, ok := outer.Elt.(*ast.ArrayType); ok && inner.Len != nil {
			return "[][2]string"
		}
	}
	return ""
}

func assignedName(a *ast.AssignStmt) string {
	if name, ok := a.Lhs[0].(*ast.Ident); ok && len(a.Lhs) == 1 {
		return name.Name
	}
	return ""
}

func TestLanguageSetsFiguresAndDays(t *testing.T) {
	for _, c := range []struct {
		got, want string
	}{
		{English.figure("-1234567.89"), "−1\u00a0234\u00a0567.89"}, {Hungarian.figure("-1234567.89"), "−1\u00a0234\u00a0567,89"},
		{Hungarian.figure("123"), "123"}, {Hungarian.figure(""), ""}, {Hungarian.figure("x"), "x"},
		{Hungarian.day("2026-10-31"), "2026. 10. 31."}, {English.day("2026-10-31"), "2026-10-31"}, {Hungarian.day("2026-10-31 12:00:00"), "2026-10-31 12:00:00"},
		{Language("").Lang(), "en"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if _, err := ParseLanguage("de", "en"); err == nil {
		t.Error("there are reports in German")
	}
}

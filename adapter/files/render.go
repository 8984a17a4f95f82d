package files

import (
	"fmt"
	"strings"

	"fairshare/mapping"
)

// Formats are the formats of every report, in the order in which people want them.
var Formats = []string{"html", "csv", "xlsx"}

// format is one way to write reports.
type format struct {
	mimeType  string
	statement func(mapping.Statement) ([]byte, error)
	finance   func(mapping.Finance) ([]byte, error)
}

var formats = map[string]format{
	"html": {"text/html", statementHTML, financeHTML},
	"csv":  {"text/csv", statementCSV, financeCSV},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", statementXLSX, financeXLSX},
}

// Render makes the file of a party's statement in one of Formats.
func Render(format string, s mapping.Statement) (mapping.Document, error) {
	f, ok := formats[format]
	if !ok {
		return mapping.Document{}, unknownFormat(format)
	}
	content, err := f.statement(s)
	if err != nil {
		return mapping.Document{}, fmt.Errorf("render statement of %s for %s as %s: %w", s.Settlement.ID, s.Party.ID, format, err)
	}
	return mapping.Document{
		Name:     fileName(s.Settlement.ID, s.Party.ID, format),
		Format:   format,
		MimeType: f.mimeType,
		Party:    s.Party.ID,
		Title:    title("Fair share", s.Settlement, format),
		Content:  content,
	}, nil
}

// RenderFinance makes the file of a finance report in one of Formats. It belongs
// to the paying organization's page.
func RenderFinance(format string, r mapping.Finance) (mapping.Document, error) {
	f, ok := formats[format]
	if !ok {
		return mapping.Document{}, unknownFormat(format)
	}
	content, err := f.finance(r)
	if err != nil {
		return mapping.Document{}, fmt.Errorf("render finance report of %s as %s: %w", r.Settlement.ID, format, err)
	}
	return mapping.Document{
		Name:     fileName(r.Settlement.ID, "", format),
		Format:   format,
		MimeType: f.mimeType,
		Party:    organization(r),
		Title:    title("Finance report", r.Settlement, format),
		Content:  content,
	}, nil
}

// title is what OFBiz's party page calls a document; Content.contentName holds
// 100 characters, and this is always shorter.
func title(what string, s mapping.Settlement, format string) string {
	return fmt.Sprintf("%s until %s, %s (%s)", what, mapping.LastDay(s), mapping.Shown(s.Currency), format)
}

func unknownFormat(format string) error {
	return fmt.Errorf("render report: unknown format %q: use one of %s", format, strings.Join(Formats, ", "))
}

package files

import (
	"fmt"
	"strings"

	"fairshare/mapping"
)

// Formats are the formats of every report, in the order in which people want them.
var Formats = []string{"html", "pdf", "xlsx", "csv", "xml"}

// format is one way to write reports.
type format struct {
	mimeType  string
	statement func(Language, mapping.Statement) ([]byte, error)
	finance   func(Language, mapping.Finance) ([]byte, error)
	listing   func(Language, mapping.Listing) ([]byte, error)
}

var formats = map[string]format{
	"html": {"text/html", statementHTML, financeHTML, listingHTML},
	"pdf":  {"application/pdf", statementPDF, financePDF, listingPDF},
	"xml":  {"text/xml", statementXML, financeXML, listingXML},
	"csv":  {"text/csv", statementCSV, financeCSV, listingCSV},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", statementXLSX, financeXLSX, listingXLSX},
}

// Render makes the file of a party's statement in one of Formats.
func (l Language) Render(format string, s mapping.Statement) (mapping.Document, error) {
	f, ok := formats[format]
	if !ok {
		return mapping.Document{}, unknownFormat(format)
	}
	content, err := f.statement(l, s)
	if err != nil {
		return mapping.Document{}, fmt.Errorf("render statement of %s for %s as %s: %w", s.Settlement.ID, s.Party.ID, format, err)
	}
	return mapping.Document{
		Name:     fileName(s.Settlement.ID, s.Party.ID, format),
		Format:   format,
		MimeType: f.mimeType,
		Party:    s.Party.ID,
		Title:    l.title("Fair share until %s", s.Settlement, format),
		Content:  content,
	}, nil
}

// RenderFinance makes the file of a finance report in one of Formats. It belongs
// to the paying organization's page.
func (l Language) RenderFinance(format string, r mapping.Finance) (mapping.Document, error) {
	f, ok := formats[format]
	if !ok {
		return mapping.Document{}, unknownFormat(format)
	}
	content, err := f.finance(l, r)
	if err != nil {
		return mapping.Document{}, fmt.Errorf("render finance report of %s as %s: %w", r.Settlement.ID, format, err)
	}
	return mapping.Document{
		Name:     fileName(r.Settlement.ID, "", format),
		Format:   format,
		MimeType: f.mimeType,
		Party:    organization(r),
		Title:    l.title("Finance report until %s", r.Settlement, format),
		Content:  content,
	}, nil
}

// RenderListing makes the file of a listing in one of Formats.
func (l Language) RenderListing(format string, r mapping.Listing) (mapping.Document, error) {
	f, ok := formats[format]
	if !ok {
		return mapping.Document{}, unknownFormat(format)
	}
	content, err := f.listing(l, r)
	if err != nil {
		return mapping.Document{}, fmt.Errorf("render %s report as %s: %w", r.Name, format, err)
	}
	return mapping.Document{Name: r.Name + "." + format, Format: format, MimeType: f.mimeType, Title: l.text(r.Title), Content: content}, nil
}

// title is what OFBiz's party page calls a document; Content.contentName holds
// 100 characters, and this is always shorter.
func (l Language) title(what string, s mapping.Settlement, format string) string {
	return fmt.Sprintf("%s, %s (%s)", l.textf(what, l.day(mapping.LastDay(s))), mapping.Shown(s.Currency), format)
}

func unknownFormat(format string) error {
	return fmt.Errorf("render report: unknown format %q: use one of %s", format, strings.Join(Formats, ", "))
}

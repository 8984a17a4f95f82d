package files

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// leaves are the texts of an XML document by the path of their elements, in order.
func leaves(t *testing.T, content []byte) (paths, texts []string) {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(string(content)))
	var path []string
	text, isLeaf := "", false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return paths, texts
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(token.Attr) > 0 {
				t.Errorf("%s has attributes", token.Name.Local)
			}
			path, text, isLeaf = append(path, token.Name.Local), "", true
		case xml.CharData:
			text += string(token)
		case xml.EndElement:
			if isLeaf {
				paths, texts = append(paths, strings.Join(path, "/")), append(texts, text)
			}
			path, isLeaf = path[:len(path)-1], false
		}
	}
}

// xmlFigures adds the figures whose paths are named, as the kind they stand for.
func xmlFigures(t *testing.T, content []byte, kinds map[string]string) figures {
	f := figures{}
	paths, texts := leaves(t, content)
	for i, path := range paths {
		if kind := kinds[path]; kind != "" {
			f.add(kind, texts[i])
		}
	}
	return f
}

func xmlStatementFigures(t *testing.T, content []byte) figures {
	const earned, items = "statement/earned/entry/", "statement/invoices/entry/items/entry/"
	f := xmlFigures(t, content, map[string]string{
		earned + "percent": "percent", earned + "pool": "pool", earned + "amount": "amount", items + "amount": "item",
		"statement/adjustments/entry/amount": "adjustment",
		"statement/opening":                  "move", "statement/earned_total": "move", "statement/adjusted": "move", "statement/invoiced": "move", "statement/closing": "move",
	})
	if f["move 3"] != "" && strings.Trim(f["move 3"], "0.") != "" {
		f["move 3"] = "-" + f["move 3"] // what was invoiced left the balance
	}
	return f
}

func xmlFinanceFigures(t *testing.T, content []byte) figures {
	kinds := map[string]string{"report/adjustments/entry/amount": "adjustment", "report/retained/entry/amount": "retained", "report/links/entry/amount": "link"}
	for _, name := range []string{"income", "paid_total", "retained_total", "invoiced_total"} {
		kinds["report/"+name] = "settlement"
	}
	for _, name := range []string{"opening", "earned", "adjusted", "invoiced", "closing"} {
		kinds["report/parties/entry/"+name] = "party"
	}
	for _, name := range []string{"income", "costs", "received", "founders", "delegated", "kept"} {
		kinds["report/activities/entry/"+name] = "activity"
	}
	for _, name := range []string{"before", "now", "difference"} {
		kinds["report/changes/entry/"+name] = "change"
	}
	return xmlFigures(t, content, kinds)
}

// inertXML: the same elements, whatever the text says.
func inertXML(t *testing.T, harmless, content []byte) {
	want, _ := leaves(t, harmless)
	got, texts := leaves(t, content)
	if !slices.Equal(want, got) {
		t.Errorf("the text changed the elements: %v, want %v", got, want)
	}
	noHidden(t, strings.Join(texts, ""))
}

// inertPDF: as many figures of each kind, and nothing but text came in.
func inertPDF(t *testing.T, harmless, content []byte) {
	if want, got := len(pdfFigures(t, harmless)), len(pdfFigures(t, content)); want != got {
		t.Errorf("%d figures, want %d", got, want)
	}
	for _, p := range printedOn(t, content) {
		noHidden(t, p.text)
	}
	for _, active := range []string{"/JavaScript", "/JS", "/URI", "/Launch", "/EmbeddedFile"} {
		if bytes.Count(content, []byte(active)) != bytes.Count(harmless, []byte(active)) {
			t.Errorf("the file has a %s", active)
		}
	}
}

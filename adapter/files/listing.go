package files

import (
	"bytes"
	"encoding/xml"
	"html/template"

	"fairshare/mapping"
)

// listingModel is what listing.tmpl shows.
type listingModel struct {
	sheet
	mapping.Listing
}

func newListingModel(l Language, r mapping.Listing) listingModel {
	return listingModel{sheet{l, r.Settlement, mapping.Zone(r.Settlement)}, r}
}

func listingHTML(l Language, r mapping.Listing) ([]byte, error) {
	return execute(listingPage, newListingModel(l, r))
}

// Title is what a browser's tab says.
func (m listingModel) Title() string {
	return mapping.Shown(m.Organization) + ": " + m.text(m.Listing.Title) + ", " + mapping.Shown(m.Subject)
}

// listedCell is a cell on the page.
type listedCell struct {
	Text, Heading, Kind string
	Figure              bool
	Set                 template.HTML
}

// Cells are the cells of a table, row by row.
func (m listingModel) Cells(t mapping.ListingTable) [][]listedCell {
	rows := make([][]listedCell, len(t.Rows))
	for i, row := range t.Rows {
		for j, column := range t.Columns {
			cell := listedCell{Text: row[j], Heading: m.text(column.Heading), Kind: figureKind(t, column), Figure: column.Kind.IsFigure()}
			if cell.Figure && row[j] != "" {
				cell.Set = m.Figure(row[j])
			}
			if column.Kind == mapping.PercentColumn && row[j] != "" {
				cell.Set += " %"
			}
			if !cell.Figure {
				cell.Text = m.cell(column.Kind, row[j])
			}
			rows[i] = append(rows[i], cell)
		}
	}
	return rows
}

// cell is a text as people read it in a column.
func (l Language) cell(kind mapping.ColumnKind, text string) string {
	switch kind {
	case mapping.DayColumn:
		return l.day(text)
	case mapping.WordColumn:
		return l.text(text)
	}
	return text
}

// figureKind is what the figures of a column are marked as, in HTML and PDF.
func figureKind(t mapping.ListingTable, c mapping.ListingColumn) string { return t.Name + "-" + c.Name }

// listingCSV has one record a row; which table it is of stands first.
func listingCSV(_ Language, r mapping.Listing) ([]byte, error) {
	columns, seen := []string{"record"}, map[string]bool{}
	for _, table := range r.Tables {
		for _, column := range table.Columns {
			if !seen[column.Name] {
				columns, seen[column.Name] = append(columns, column.Name), true
			}
		}
	}
	t := newTable(columns, nil)
	for _, table := range r.Tables {
		for _, row := range table.Rows {
			cells := map[string]any{"record": table.Name}
			for i, column := range table.Columns {
				cells[column.Name] = row[i]
				if column.Kind.IsFigure() {
					cells[column.Name] = figure(row[i])
				}
			}
			t.add(cells)
		}
	}
	return t.bytes()
}

// listingXML has a list for each table.
func listingXML(_ Language, r mapping.Listing) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	e := xml.NewEncoder(&out)
	e.Indent("", "  ")
	start := func(name string) xml.StartElement { return xml.StartElement{Name: xml.Name{Local: name}} }
	put := func(token xml.Token) { _ = e.EncodeToken(token) } // errors stay in the encoder: see Close
	put(start(r.Name))
	for _, table := range r.Tables {
		put(start(table.Name))
		for _, row := range table.Rows {
			put(start("entry"))
			for i, column := range table.Columns {
				put(start(column.Name))
				put(xml.CharData(mapping.Shown(row[i])))
				put(start(column.Name).End())
			}
			put(start("entry").End())
		}
		put(start(table.Name).End())
	}
	put(start(r.Name).End())
	err := e.Close()
	out.WriteByte('\n')
	return out.Bytes(), err
}

// listingXLSX has a sheet for each table.
func listingXLSX(l Language, r mapping.Listing) ([]byte, error) {
	b := newBook(l, l.text(r.Title)+", "+mapping.Shown(r.Subject), r.Settlement.Decimals)
	for _, table := range r.Tables {
		columns := make([]column, len(table.Columns))
		for i, c := range table.Columns {
			columns[i] = column{l.text(c.Heading), 24, c.Kind.IsFigure()}
		}
		p := b.page(table.Name, columns...)
		styles := map[mapping.ColumnKind]int{mapping.MoneyColumn: b.styles.money, mapping.PercentColumn: b.styles.percent, mapping.CountColumn: b.styles.pieces}
		for _, row := range table.Rows {
			p.row++
			for i, c := range table.Columns {
				if c.Kind.IsFigure() {
					p.number(i+1, figure(row[i]), styles[c.Kind])
				} else {
					p.write(i+1, b.cell(c.Kind, row[i]), b.styles.text)
				}
			}
		}
	}
	return b.bytes()
}

func listingPDF(l Language, r mapping.Listing) ([]byte, error) {
	m := newListingModel(l, r)
	foot := r.Subject
	p := newPaper(l, m.Title(), "L", foot)
	p.paragraph(r.Organization, "B", 10, accentInk)
	p.paragraph(l.text(r.Title), "B", 20, darkInk)
	p.paragraph(r.Subject, "", 9.5, softInk)
	for _, table := range r.Tables {
		p.listed(table)
	}
	return p.bytes()
}

// listed writes one table of a listing.
func (p *paper) listed(t mapping.ListingTable) {
	p.heading(p.text(t.Heading))
	if len(t.Rows) == 0 {
		p.paragraph(p.text("There is nothing to list."), "", 9.5, softInk)
		return
	}
	parts, headings := make([]float64, len(t.Columns)), make([]string, len(t.Columns))
	for i, column := range t.Columns {
		parts[i], headings[i] = 4, p.text(column.Heading)
		if column.Name == "settlement" {
			parts[i] = 6 // its ids are long
		}
		if column.Kind.IsFigure() {
			parts[i], headings[i] = 3, ">"+headings[i]
		}
	}
	g := p.newGrid(parts, headings...)
	for _, row := range t.Rows {
		cells := make([]printedCell, len(row))
		for i, column := range t.Columns {
			switch {
			case !column.Kind.IsFigure():
				cells[i] = plainCell(p.cell(column.Kind, row[i]))
			case row[i] == "":
			default:
				cells[i] = p.figureCell(figure(row[i]), figureKind(t, column))
				if column.Kind == mapping.PercentColumn {
					cells[i].text += " %"
				}
			}
		}
		g.row(cells...)
	}
}

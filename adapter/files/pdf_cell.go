package files

import (
	"fairshare/calc"
	"fairshare/mapping"
)

// plainCell is a text.
func plainCell(text string) printedCell { return printedCell{text: text, colour: darkInk} }

// softCell is a text of less weight.
func softCell(text string) printedCell { return printedCell{text: text, colour: softInk} }

// named is a name, with its id in small print where that is something else.
func named(name, id string) printedCell {
	c := plainCell(name)
	if id != name {
		c.soft = id
	}
	return c
}

// figureCell is a figure, marked as what it is.
func (p *paper) figureCell(f figure, kind string) printedCell {
	c := printedCell{text: p.figure(string(f)), kind: kind, colour: darkInk}
	if len(f) > 0 && f[0] == '-' {
		c.colour = badInk
	}
	return c
}

// moneyCell is an amount of a settlement.
func (p *paper) moneyCell(m calc.Minor, s mapping.Settlement, kind string) printedCell {
	return p.figureCell(amount(m, s), kind)
}

// void says that a settlement was taken back.
func (p *paper) void(s mapping.Settlement) {
	if s.State == mapping.Void {
		p.paragraph(p.text("Void.")+" "+p.text("This settlement was taken back; its figures no longer count."), "B", 11, badInk)
	}
}

// foot is what stands at the foot of every page.
func foot(l Language, s mapping.Settlement, zone sheet) string {
	return l.text("Settlement") + " " + s.ID + " · " + l.text("data read") + " " + zone.ReadAt() + " · Fairshare " + s.Version
}

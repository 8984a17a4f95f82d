package files

import (
	"cmp"
	"slices"

	"fairshare/calc"
	"fairshare/mapping"
)

// The measures of the flow, in the drawing's units.
const (
	flowMoney   = 340.0 // how high all money of the fullest column is
	flowBar     = 12.0
	flowStub    = 16.0
	flowGap     = 18.0  // between bars: a line of letters
	flowLane    = 6.0   // between bands that only pass by
	flowStep    = 150.0 // at least, from column to column
	flowWidth   = 920.0 // at least
	flowNames   = 190.0 // right of the last column
	flowSweeps  = 4
	flowParts   = 1_000_000
	flowTopRoom = 6.0
	flowInset   = 4.0
	flowEdges   = flowInset + flowStub + flowBar + flowNames // left of the first and right of the last column
)

// flowLayout is a picture of the flow with places: in every column slots, from the top,
// and strands from one column to the next.
type flowLayout struct {
	picture *mapping.FlowPicture
	columns [][]*flowSlot
	strands []*flowStrand
	whole   calc.Fine // the fullest column's money
	height  float64
	step    float64 // from column to column
}

// flowSlot is a node's bar, or a lane in which a band passes a column.
type flowSlot struct {
	node        int // in the picture; lane where it is none
	column      int
	tall, top   float64
	left, right float64 // how far down its two sides are taken
	size        calc.Fine
	in, out     []*flowStrand
}

const lane = -1

// flowStrand is the piece of a band between two columns.
type flowStrand struct {
	from, to *flowSlot
	tall     float64
	class    string
	text     string // with money, for who points at it
	y1, y2   float64
}

// newFlowLayout places a picture.
func newFlowLayout(p *mapping.FlowPicture) *flowLayout {
	l := &flowLayout{picture: p, columns: make([][]*flowSlot, p.Columns)}
	l.step = max(flowStep, (flowWidth-flowEdges)/float64(p.Columns-1))
	slots := make([]*flowSlot, len(p.Nodes))
	for i, node := range p.Nodes {
		slots[i] = l.slot(i, node.Column, node.Own.Add(node.BackIn))
	}
	l.measure(slots)
	l.thread(slots)
	for range flowSweeps {
		l.sweep(func(s *flowSlot) []*flowStrand { return s.in }, func(s *flowStrand) *flowSlot { return s.from })
		slices.Reverse(l.columns)
		l.sweep(func(s *flowSlot) []*flowStrand { return s.out }, func(s *flowStrand) *flowSlot { return s.to })
		slices.Reverse(l.columns)
	}
	l.place()
	return l
}

func (l *flowLayout) slot(node, column int, size calc.Fine) *flowSlot {
	s := &flowSlot{node: node, column: column, size: size}
	l.columns[column] = append(l.columns[column], s)
	return s
}

// measure finds how much money the slots and the fullest column have.
func (l *flowLayout) measure(slots []*flowSlot) {
	passing := make([]calc.Fine, len(l.columns))
	for _, band := range l.picture.Bands {
		slots[band.To].size = slots[band.To].size.Add(band.Amount)
		for column := slots[band.From].column + 1; column < slots[band.To].column; column++ {
			passing[column] = passing[column].Add(band.Amount)
		}
	}
	for _, slot := range slots {
		passing[slot.column] = passing[slot.column].Add(slot.size)
	}
	for _, sum := range passing {
		if sum.Cmp(l.whole) > 0 {
			l.whole = sum
		}
	}
	for _, slot := range slots {
		slot.tall = l.tall(slot.size)
	}
}

// tall is money as a height.
func (l *flowLayout) tall(amount calc.Fine) float64 {
	part, _ := amount.PartOf(l.whole, flowParts)
	return float64(part) / flowParts * flowMoney
}

// thread leads every band through lanes. What an activity keeps goes to the last
// column in one lane, and is divided there.
func (l *flowLayout) thread(slots []*flowSlot) {
	p := l.picture
	kept := map[int]calc.Fine{}
	for _, band := range p.Bands {
		if p.Nodes[band.To].Kind >= mapping.FlowParty {
			kept[band.From] = kept[band.From].Add(band.Amount)
		}
	}
	ends := map[int]*flowSlot{}
	for _, band := range p.Bands {
		from, to, class := slots[band.From], slots[band.To], "band"
		if p.Nodes[band.To].Kind < mapping.FlowParty {
			l.join(l.lanes(from, to.column-1, band.Amount, class, band.Text), to, band.Amount, class, band.Text)
			continue
		}
		if ends[band.From] == nil {
			ends[band.From] = l.lanes(from, to.column-1, kept[band.From], class, "")
		}
		if p.Nodes[band.To].Kind == mapping.FlowRetained {
			class = "band retained"
		}
		l.join(ends[band.From], to, band.Amount, class, band.Text)
	}
}

// lanes leads a band to a column and returns where it has come to.
func (l *flowLayout) lanes(from *flowSlot, column int, amount calc.Fine, class, text string) *flowSlot {
	for at := from.column + 1; at <= column; at++ {
		next := l.slot(lane, at, amount)
		next.tall = l.tall(amount)
		l.join(from, next, amount, class, text)
		from = next
	}
	return from
}

func (l *flowLayout) join(from, to *flowSlot, amount calc.Fine, class, text string) {
	s := &flowStrand{from: from, to: to, tall: l.tall(amount), class: class, text: text}
	from.out, to.in = append(from.out, s), append(to.in, s)
	l.strands = append(l.strands, s)
}

// sweep goes through the columns and puts every slot as high as what it is joined to
// in the column before, so that few bands cross.
func (l *flowLayout) sweep(strands func(*flowSlot) []*flowStrand, other func(*flowStrand) *flowSlot) {
	l.stack()
	for _, column := range l.columns {
		wish := map[*flowSlot]float64{}
		for _, s := range column {
			wish[s] = s.top + s.tall/2
			sum, weight := 0.0, 0.0
			for _, strand := range strands(s) {
				sum += (other(strand).top + other(strand).tall/2) * (strand.tall + 0.01)
				weight += strand.tall + 0.01
			}
			if weight > 0 {
				wish[s] = sum / weight
			}
		}
		slices.SortStableFunc(column, func(a, b *flowSlot) int { return cmp.Compare(wish[a], wish[b]) })
		l.stack()
	}
}

// stack gives the slots of all columns their heights, each column in the middle.
func (l *flowLayout) stack() {
	l.height = 0
	for _, column := range l.columns {
		l.height = max(l.height, columnHeight(column))
	}
	for _, column := range l.columns {
		y := flowTopRoom + (l.height-columnHeight(column))/2
		for _, s := range column {
			s.top = y
			y += s.tall + s.gap()
		}
	}
}

func (s *flowSlot) gap() float64 {
	if s.node == lane {
		return flowLane
	}
	return flowGap
}

func columnHeight(column []*flowSlot) (height float64) {
	for _, s := range column {
		height += s.tall + s.gap()
	}
	return height
}

// place lets the strands of each slot begin and end one under the other.
func (l *flowLayout) place() {
	l.stack()
	for _, column := range l.columns {
		for _, s := range column {
			slices.SortStableFunc(s.in, func(a, b *flowStrand) int { return cmp.Compare(a.from.top, b.from.top) })
			slices.SortStableFunc(s.out, func(a, b *flowStrand) int { return cmp.Compare(a.to.top, b.to.top) })
			for _, strand := range s.in {
				strand.y2, s.left = s.top+s.left, s.left+strand.tall
			}
			for _, strand := range s.out {
				strand.y1, s.right = s.top+s.right, s.right+strand.tall
			}
		}
	}
}

// x is where a slot's bar begins.
func (l *flowLayout) x(s *flowSlot) float64 { return flowStub + flowInset + float64(s.column)*l.step }

// width is the drawing's.
func (l *flowLayout) width() float64 {
	return flowEdges + float64(len(l.columns)-1)*l.step
}

package calc

import (
	"cmp"
	"slices"
)

// Link is what one activity passed on to another: delegated to one that it uses, given
// to the founders of its sales, or due to one that holds credits in it.
type Link struct {
	From, To int32
	Amount   Fine
}

// DistributeLinks is Distribute, and tells besides who passed how much on to whom,
// sorted by From, then To. For every activity Σ of the links to it = Received and Σ of
// those from it = Founders + Delegated, exactly; but for a cycle in which more goes
// round than numbers can hold, whose flows are booked net and have no links.
func DistributeLinks(s *Scheme, lines []Line) (*Outcome, []Link, error) {
	book := linkBook{}
	outcome, err := divideAll(s, lines, book)
	if err != nil {
		return nil, nil, err
	}
	return outcome, book.links(), nil
}

// linkBook adds up what passes between two activities. A nil one books nothing, since
// most settlements are only asked what everybody gets.
type linkBook map[[2]int32]Fine

func (b linkBook) add(from, to int32, part Fine) {
	if b != nil {
		pair := [2]int32{from, to}
		b[pair] = b[pair].Add(part)
	}
}

func (b linkBook) links() []Link {
	var links []Link
	for pair, amount := range b {
		if !amount.IsZero() {
			links = append(links, Link{pair[0], pair[1], amount})
		}
	}
	slices.SortFunc(links, func(x, y Link) int { return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To)) })
	return links
}

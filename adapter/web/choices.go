package web

import "fairshare/mapping"

// Choices are what forms offer to choose from; what is not among them can be typed.
type Choices struct {
	Activities []mapping.Product
	Members    []mapping.Party // of the party group, now
}

// shownChoices bounds how much a form offers: of more than this nobody chooses.
const shownChoices = 500

// Short leaves out lists that are too long to choose from.
func (c Choices) Short() Choices {
	if len(c.Activities) > shownChoices {
		c.Activities = nil
	}
	if len(c.Members) > shownChoices {
		c.Members = nil
	}
	return c
}

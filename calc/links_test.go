package calc

import (
	"reflect"
	"testing"
)

// TestLinksAreTheFlows: what goes from one activity to another is, link by link, what
// the flows say of both, to the fine unit.
func TestLinksAreTheFlows(t *testing.T) {
	found := 0
	eachWorld(t, func(t *testing.T, w *world) {
		found += linksAreFlows(t, &w.scheme, w.lines)
	})
	if found == 0 {
		t.Errorf("%d links in all worlds", found)
	}
}

func linksAreFlows(t *testing.T, s *Scheme, lines []Line) (found int) {
	t.Helper()
	want := distribute(t, s, lines)
	got, links, err := DistributeLinks(s, lines)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("with links it comes to another outcome (%v)", err)
	}
	in, out := make([]Fine, len(s.Activities)), make([]Fine, len(s.Activities))
	for i, l := range links {
		in[l.To], out[l.From] = in[l.To].Add(l.Amount), out[l.From].Add(l.Amount)
		if i > 0 && (links[i-1].From > l.From || links[i-1].From == l.From && links[i-1].To >= l.To) {
			t.Errorf("links %v and %v are not in order", links[i-1], l)
		}
	}
	for _, f := range got.Flows {
		if in[f.Activity] != f.Received || out[f.Activity] != f.Founders.Add(f.Delegated) {
			t.Errorf("links to %d add up to %s, from it to %s: %+v", f.Activity, in[f.Activity], out[f.Activity], f)
		}
		in[f.Activity], out[f.Activity] = Fine{}, Fine{}
	}
	for a := range in {
		if !in[a].IsZero() || !out[a].IsZero() {
			t.Errorf("activity %d has links and no flow", a)
		}
	}
	return len(links)
}

// TestLinksOfCircles: inside a circle too, as long as numbers can hold what goes round.
func TestLinksOfCircles(t *testing.T) {
	s, lines := knot(20, 3, 4, 5*QuantityOne, QuantityOne)
	if linksAreFlows(t, s, lines) < 20 {
		t.Error("the circle has hardly any links")
	}
}

func TestLinksErrUnknownActivity(t *testing.T) {
	if _, _, err := DistributeLinks(&Scheme{}, []Line{{Activity: 1, Amount: 1}}); err == nil {
		t.Error("a line of an activity that there is not was taken")
	}
}

package calc

import (
	"cmp"
	"encoding/binary"
	"math/big"
	"slices"
)

// trail collects the paths of one item over time. Paths of the same steps become
// one, so that a change somewhere else does not show.
type trail struct {
	paths []Path
	found []uint64       // per path: how many were joined in it
	place map[string]int // of each path
	total uint64         // how many paths there are, listed or not
}

func (t *trail) add(path Path) {
	key := path.key()
	if t.place == nil {
		t.place = map[string]int{}
	}
	i, known := t.place[key]
	if !known {
		t.place[key] = len(t.paths)
		t.paths, t.found = append(t.paths, path), append(t.found, 1)
		return
	}
	old := &t.paths[i]
	t.found[i]++
	old.Amount = old.Amount.Add(path.Amount)
	source := &old.Source
	source.Lines = append(slices.Clip(source.Lines), path.Source.Lines...)
	source.Income += path.Source.Income
	source.Thru = path.Source.Thru
}

// key is the same for paths that differ in their lines alone.
func (p *Path) key() string {
	key := binary.AppendVarint(nil, int64(p.Source.Activity))
	if p.Source.Cost {
		key = append(key, 1)
	}
	for _, step := range p.Steps {
		key = append(key, byte(step.Kind))
		key = binary.AppendVarint(key, int64(step.Activity))
		key = binary.AppendUvarint(key, step.Part)
		key = binary.AppendUvarint(key, step.Whole)
	}
	return string(key)
}

// roomForPaths is how many times the paths to be listed are kept in mind.
const roomForPaths = 50

// thin forgets the smallest paths when there are very many.
func (t *trail) thin(limit int) {
	if len(t.paths) <= 2*roomForPaths*limit {
		return
	}
	kept, found := t.largest(roomForPaths * limit)
	t.paths, t.found, t.place = nil, nil, nil
	for i, path := range kept {
		t.add(path)
		t.found[i] = found[i]
	}
}

// largest returns the largest paths, and how many were joined in each.
func (t *trail) largest(limit int) ([]Path, []uint64) {
	order := make([]int, len(t.paths))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := &t.paths[i], &t.paths[j]
		if a.Amount.abs() != b.Amount.abs() {
			if a.Amount.abs().less(b.Amount.abs()) {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(a.Source.Activity, b.Source.Activity), cmp.Compare(len(a.Steps), len(b.Steps)))
	})
	order = order[:min(limit, len(order))]
	paths, found := make([]Path, len(order)), make([]uint64, len(order))
	for place, i := range order {
		paths[place], found[place] = t.paths[i], t.found[i]
	}
	return paths, found
}

// conclude fills an item in: the largest paths, and the rest of what was earned.
func (t *trail) conclude(item *TraceItem, limit int) {
	paths, found := t.largest(limit)
	item.Paths, item.Others, item.OtherPaths = paths, item.Earned, t.total
	for i, path := range paths {
		item.Others = item.Others.Sub(path.Amount)
		if t.total != ManyPaths {
			item.OtherPaths -= found[i]
		}
	}
}

// amountOf is what steps leave of an income, rounded down to the fine unit.
func amountOf(income Minor, steps []Step) Fine {
	part, whole := FineOf(income).abs().big(), big.NewInt(1)
	for _, step := range steps {
		part.Mul(part, new(big.Int).SetUint64(step.Part))
		whole.Mul(whole, new(big.Int).SetUint64(step.Whole))
	}
	amount, _ := fineOfBig(part.Quo(part, whole)) // not more than the income
	if income < 0 {
		return amount.Neg()
	}
	return amount
}

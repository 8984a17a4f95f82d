package config

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fairshare/mapping"
)

// LoadScenario reads the YAML file of a scenario for `fairshare project`. moment reads
// a day or a time in OFBiz's zone. Everything that is wrong is told at once, with its
// line, in a *mapping.WhatIfError.
func LoadScenario(path string, moment func(string) (time.Time, error)) (*mapping.WhatIf, error) {
	content, err := readLimited(path, "--scenario")
	if err != nil {
		return nil, &mapping.WhatIfError{Name: path, Problems: []string{err.Error()}}
	}
	return parseScenario(filepath.Base(path), content, moment)
}

func parseScenario(name string, content []byte, moment func(string) (time.Time, error)) (*mapping.WhatIf, error) {
	document, err := parse(name, content)
	if err != nil {
		return nil, &mapping.WhatIfError{Name: name, Problems: []string{err.Error()}}
	}
	r := scenarioReader{moment: moment}
	w := &mapping.WhatIf{Name: name}
	r.scenario(w, document)
	if len(r.wrong) > 0 {
		return nil, &mapping.WhatIfError{Name: name, Problems: r.wrong}
	}
	return w, nil
}

// scenarioReader collects what is wrong with a scenario while it is read.
type scenarioReader struct {
	moment func(string) (time.Time, error)
	wrong  []string
}

func (r *scenarioReader) add(where, format string, args ...any) {
	r.wrong = append(r.wrong, strings.TrimPrefix(where+": ", ": ")+fmt.Sprintf(format, args...))
}

func (r *scenarioReader) scenario(w *mapping.WhatIf, document raw) {
	r.group(document, "", map[string]func(raw){
		"activities": r.each("activities", func(g *scenarioGroup) {
			w.Activities = append(w.Activities, mapping.WhatIfActivity{Where: g.where, ID: g.must("id"), Name: g.text("name"), Like: g.text("like"),
				Basis: g.text("basis"), OwnWeight: g.text("own_weight")})
		}),
		"shares": r.each("shares", func(g *scenarioGroup) { w.Shares = append(w.Shares, r.share(g)) }),
		"credits": r.each("credits", func(g *scenarioGroup) {
			w.Credits = append(w.Credits, mapping.WhatIfCredit{Where: g.where, Party: g.must("party"), Activity: g.must("activity"), Pieces: g.must("pieces"), From: g.moment("from")})
		}),
		"founders": r.each("founders", func(g *scenarioGroup) {
			w.Founders = append(w.Founders, mapping.WhatIfFounder{Where: g.where, Activity: g.must("activity"), Percent: g.must("percent"), Span: g.span()})
		}),
		"income": func(income raw) { r.income(&w.Income, income) },
	})
}

func (r *scenarioReader) share(g *scenarioGroup) mapping.WhatIfShare {
	share := mapping.WhatIfShare{Where: g.where, Activity: g.must("activity"), Component: g.must("component"),
		Weight: g.text("weight"), Formula: g.text("formula"), Span: g.span()}
	if (share.Weight == "") == (share.Formula == "") {
		r.add(g.where, "%s: give either a weight (0 for no share) or a formula", g.path)
	}
	switch others := g.text("others"); others {
	case "", "keep":
	case "scale":
		share.Scale = true
	default:
		r.add(g.where, "%s.others: %q is neither keep (the other components stay as they are) nor scale (they give way in proportion)", g.path, others)
	}
	return share
}

func (r *scenarioReader) income(w *mapping.WhatIfIncome, income raw) {
	w.Where = income.where
	r.group(income, "income.", map[string]func(raw){
		"expect": func(value raw) {
			w.Expect = mapping.Expect(value.text)
			if value.shape != isText || !slices.Contains(mapping.Expects, w.Expect) {
				r.add(value.where, "income.expect: it must be last_year, forecast or nothing, not %s", value)
			}
		},
		"growth": r.each("income.growth", func(g *scenarioGroup) {
			w.Growth = append(w.Growth, mapping.WhatIfGrowth{Where: g.where, Activity: g.text("activity"), Percent: g.must("percent"), Span: g.span()})
		}),
		"sales": r.each("income.sales", func(g *scenarioGroup) {
			w.Sales = append(w.Sales, mapping.WhatIfSale{Where: g.where, Activity: g.must("activity"), Amount: g.must("amount"), Currency: g.must("currency"), Span: g.span()})
		}),
	})
}

// group reads a group of keys, of which any may be missing.
func (r *scenarioReader) group(group raw, prefix string, keys map[string]func(raw)) {
	if group.null {
		return
	}
	if group.shape != isMap {
		r.add(group.where, "%sit must be a group of keys, not %s", strings.Replace(prefix, ".", ": ", 1), group.shape)
		return
	}
	for _, f := range group.fields {
		read, known := keys[f.name]
		switch {
		case !known:
			r.add(f.value.where, "%s%s: there is no such key%s", prefix, f.name, nearest(f.name, keys))
		case !f.value.null:
			read(f.value)
		}
	}
}

// each reads a list of groups.
func (r *scenarioReader) each(path string, read func(*scenarioGroup)) func(raw) {
	return func(list raw) {
		if list.shape != isList {
			r.add(list.where, "%s: it must be a list of groups, each behind a dash, not %s", path, list.shape)
			return
		}
		for i, item := range list.list {
			g := &scenarioGroup{reader: r, path: fmt.Sprintf("%s[%d]", path, i+1), where: item.where, fields: map[string]raw{}, known: map[string]bool{}}
			if item.shape != isMap {
				r.add(item.where, "%s: it must be a group of keys, not %s", g.path, item.shape)
				continue
			}
			for _, f := range item.fields {
				g.fields[f.name] = f.value
			}
			read(g)
			for _, f := range item.fields {
				if !g.known[f.name] {
					r.add(f.value.where, "%s.%s: there is no such key%s", g.path, f.name, nearest(f.name, g.known))
				}
			}
		}
	}
}

// scenarioGroup is a group of a list, whose keys are known by being read.
type scenarioGroup struct {
	reader      *scenarioReader
	path, where string
	fields      map[string]raw
	known       map[string]bool
}

// text is a key's value; "" where it is missing.
func (g *scenarioGroup) text(key string) string {
	g.known[key] = true
	value, given := g.fields[key]
	if !given || value.null {
		return ""
	}
	if value.shape != isText {
		g.reader.add(value.where, "%s.%s: it must be a text or a number, not %s", g.path, key, value.shape)
	}
	return value.text
}

func (g *scenarioGroup) must(key string) string {
	text := g.text(key)
	if text == "" && g.fields[key].shape != isList && g.fields[key].shape != isMap {
		g.reader.add(g.where, "%s.%s: it is missing", g.path, key)
	}
	return text
}

func (g *scenarioGroup) moment(key string) time.Time {
	text := g.text(key)
	if text == "" {
		return time.Time{}
	}
	moment, err := g.reader.moment(text)
	if err != nil {
		g.reader.add(g.fields[key].where, "%s.%s: %v", g.path, key, err)
	}
	return moment
}

func (g *scenarioGroup) span() mapping.Span {
	return mapping.Span{From: g.moment("from"), Thru: g.moment("thru")}
}

// nearest lists the keys that a person may have meant.
func nearest[V any](name string, keys map[string]V) string {
	var all []string
	for key := range keys {
		all = append(all, key)
	}
	slices.Sort(all)
	for _, key := range all {
		if editDistance(strings.ToLower(name), key) <= len(key)/3 {
			return "; did you mean " + key + "?"
		}
	}
	return "; there are " + strings.Join(all, ", ")
}

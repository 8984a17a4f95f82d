package config

import (
	"reflect"
	"slices"
	"strings"
)

const (
	envPrefix = "FAIRSHARE_"

	// FileVariable names the configuration file where --config does not.
	FileVariable = envPrefix + "CONFIG"

	// testVariables are for Fairshare's own tests, which run whole commands.
	testVariables = envPrefix + "TEST_"
)

// setting is a value for a key. Entry is set for one entry of a map.
type setting struct {
	key   key
	entry string
	value raw
}

// fromEnviron reads the settings of the environment, sorted by variable.
func fromEnviron(environ []string, wrong *problems) (settings []setting) {
	own := slices.DeleteFunc(slices.Sorted(slices.Values(environ)), func(line string) bool {
		return !strings.HasPrefix(line, envPrefix) || strings.HasPrefix(line, FileVariable+"=") || strings.HasPrefix(line, testVariables)
	})
	for _, line := range own {
		name, value, _ := strings.Cut(line, "=")
		k, entry, found := keyOfVariable(name)
		if !found {
			path := strings.ToLower(strings.TrimPrefix(name, envPrefix))
			wrong.add(name, "the environment", "there is no such key%s", suggestVariable(path))
			continue
		}
		settings = append(settings, setting{k, entry, rawVariable(name, value, k, entry)})
	}
	return settings
}

// keyOfVariable finds a variable's key: the whole name, or the name of a map with
// the entry behind it.
func keyOfVariable(name string) (k key, entry string, found bool) {
	for _, k := range keys {
		if k.env() == name {
			return k, "", true
		}
	}
	for _, k := range keys {
		entry, below := strings.CutPrefix(name, k.env()+"_")
		if below && entry != "" && k.kind.Kind() == reflect.Map {
			return k, entry, true
		}
	}
	return key{}, "", false
}

func suggestVariable(path string) string {
	hint := suggest(path)
	for _, k := range keys {
		hint = strings.Replace(hint, "did you mean "+k.path+"?", "did you mean "+k.env()+"?", 1)
	}
	return hint
}

// rawVariable takes a variable apart as its key wants it.
func rawVariable(name, value string, k key, entry string) raw {
	r := raw{where: name, shape: isText, text: value}
	switch {
	case entry != "":
		return raw{where: name, shape: isMap, fields: []rawField{{entry, r}}}
	case k.kind == reflect.TypeFor[[]string]():
		return raw{where: name, shape: isList, list: rawParts(name, value, ",")}
	case k.kind == reflect.TypeFor[[]Acceptance]():
		r = raw{where: name, shape: isList}
		for _, part := range rawParts(name, value, ";") {
			r.list = append(r.list, rawPair(part, "code", "key"))
		}
	case k.kind == reflect.TypeFor[[]Founder]():
		r = raw{where: name, shape: isList}
		for _, part := range rawParts(name, value, ";") {
			r.list = append(r.list, rawPair(part, "product", "percent"))
		}
	}
	return r
}

func rawParts(name, value, separator string) (parts []raw) {
	for part := range strings.SplitSeq(value, separator) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, raw{where: name, shape: isText, text: part})
		}
	}
	return parts
}

// rawPair reads "CODE" or "CODE: key", or a product and its percentage.
func rawPair(part raw, first, second string) raw {
	before, after, _ := strings.Cut(part.text, ":")
	member := func(name, text string) rawField {
		return rawField{name, raw{where: part.where, shape: isText, text: strings.TrimSpace(text)}}
	}
	return raw{where: part.where, shape: isMap, fields: []rawField{member(first, before), member(second, after)}}
}

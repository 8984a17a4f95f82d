package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/viper"
)

// delimiter stands between the parts of a path inside viper: one that is in no id,
// so that an entry such as "A.B: true" stays one entry.
const delimiter = "::"

// Load reads the configuration: the file at path (or at FAIRSHARE_CONFIG, or at
// the first of the default places; none is no error), under the environment, given
// as os.Environ does. The error is an *Error that tells everything that is wrong.
func Load(path string, environ []string) (*Config, error) {
	if path == "" {
		path = variable(environ, FileVariable)
	}
	path, err := findFile(path)
	if err != nil {
		return nil, &Error{Problems: []Problem{{Key: "--config", Text: err.Error()}}}
	}
	document := raw{shape: isMap}
	if path != "" {
		if document, err = readFile(path); err != nil {
			return nil, &Error{path, []Problem{{Key: "--config", Text: err.Error()}}}
		}
	}
	return build(path, document, environ)
}

func build(path string, document raw, environ []string) (*Config, error) {
	var wrong problems
	settings := slices.Concat(fromFile("", document, &wrong), fromEnviron(environ, &wrong))
	c, err := merge(settings, &wrong)
	if err != nil {
		return nil, &Error{path, append(wrong, Problem{Key: "--config", Text: err.Error()})}
	}
	c.File = path
	c.normalize()
	c.validate(&wrong)
	c.readSecrets(environ, &wrong)
	if len(wrong) > 0 {
		return nil, &Error{path, withPlaces(wrong, settings)}
	}
	return c, nil
}

// fromFile finds the settings in a document and tells the keys that do not exist.
func fromFile(prefix string, group raw, wrong *problems) (settings []setting) {
	if group.null {
		return nil
	}
	if group.shape != isMap {
		name := strings.TrimSuffix(prefix, ".")
		wrong.add(name, group.where, "it must be a group of keys, not %s", group.shape) // its text may be a URL with a password
		return nil
	}
	for _, f := range group.fields {
		path := prefix + strings.ToLower(f.name)
		k, isKey := findKey(path)
		switch {
		case f.value.null && (isKey || isGroup(path)): // "role:" without a value leaves the default
		case isKey:
			settings = append(settings, setting{key: k, value: f.value})
		case isGroup(path):
			settings = append(settings, fromFile(path+".", f.value, wrong)...)
		default:
			wrong.add(prefix+f.name, f.value.where, "there is no such key%s", suggest(path))
		}
	}
	return settings
}

// merge lays the settings over the defaults by viper. Viper sees only typed
// values; UnmarshalExact holds us to having a field for every key.
func merge(settings []setting, wrong *problems) (*Config, error) {
	v := viper.NewWithOptions(viper.KeyDelimiter(delimiter))
	defaults := Default()
	for _, k := range keys {
		v.SetDefault(viperPath(k), k.value(defaults))
	}
	for _, s := range settings {
		value, err := typed(s.value, s.key.kind)
		if err != nil {
			wrong.add(s.key.path, s.value.where, "%s", err)
			continue
		}
		v.Set(viperPath(s.key), join(v.Get(viperPath(s.key)), value))
	}
	c := new(Config)
	if err := v.UnmarshalExact(c); err != nil {
		return nil, fmt.Errorf("put the configuration together: %w", err)
	}
	return c, nil
}

// join lets the entries of a map come from the file and from the environment;
// any other value takes the place of the one before.
func join(before, value any) any {
	switch value := value.(type) {
	case map[string]bool:
		return joined(before, value)
	case map[string]int:
		return joined(before, value)
	case map[string]string:
		return joined(before, value)
	}
	return value
}

func joined[T any](before any, entries map[string]T) map[string]T {
	all := map[string]T{}
	if earlier, ok := before.(map[string]T); ok {
		maps.Copy(all, earlier)
	}
	maps.Copy(all, upperKeys(entries))
	return all
}

func viperPath(k key) string { return strings.ReplaceAll(k.path, ".", delimiter) }

// normalize mends what people and viper do to names: OFBiz's ids are in capitals.
func (c *Config) normalize() {
	c.Income.Adjustments = upperKeys(c.Income.Adjustments)
	c.Credits.Statuses = upperKeys(c.Credits.Statuses)
	c.Credits.GitAuthors = upperKeys(c.Credits.GitAuthors) // addresses are compared without regard to case
	c.Currencies.Decimals = upperKeys(c.Currencies.Decimals)
	c.Shares.Basis = strings.ToUpper(c.Shares.Basis)
}

func upperKeys[T any](entries map[string]T) map[string]T {
	upper := make(map[string]T, len(entries))
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		upper[strings.ToUpper(name)] = entries[name]
	}
	return upper
}

// withPlaces adds to problems of single keys where these were set last.
func withPlaces(wrong problems, settings []setting) problems {
	places := map[string]string{}
	for _, s := range settings {
		places[s.key.path] = s.value.where
	}
	for i := range wrong {
		if wrong[i].Where == "" {
			wrong[i].Where = places[wrong[i].Key]
		}
	}
	return wrong
}

func variable(environ []string, name string) string {
	for _, line := range environ {
		if value, found := strings.CutPrefix(line, name+"="); found {
			return value
		}
	}
	return ""
}

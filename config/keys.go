package config

import (
	"reflect"
	"strings"
)

// key is one setting that exists: its path, as settlement.period, and its type.
type key struct {
	path  string
	kind  reflect.Type
	index []int // of the field in Config
}

// env is the key's variable: FAIRSHARE_SETTLEMENT_PERIOD.
func (k key) env() string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(k.path, ".", "_"))
}

// value is what a configuration has for the key.
func (k key) value(c *Config) any {
	return reflect.ValueOf(c).Elem().FieldByIndex(k.index).Interface()
}

// keys are all settings in the order of the structs.
var keys = keysOf(reflect.TypeFor[Config](), "", nil)

func keysOf(t reflect.Type, prefix string, index []int) (found []key) {
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("mapstructure")
		if name == "-" {
			continue
		}
		at := append(index[:len(index):len(index)], i)
		if f.Type.Kind() == reflect.Struct {
			found = append(found, keysOf(f.Type, prefix+name+".", at)...)
			continue
		}
		found = append(found, key{prefix + name, f.Type, at})
	}
	return found
}

func findKey(path string) (key, bool) {
	for _, k := range keys {
		if k.path == path {
			return k, true
		}
	}
	return key{}, false
}

// isGroup says whether a path has keys below it.
func isGroup(path string) bool {
	for _, k := range keys {
		if strings.HasPrefix(k.path, path+".") {
			return true
		}
	}
	return false
}

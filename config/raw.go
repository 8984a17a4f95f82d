package config

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// raw is a value as it was written, before anybody knows what it means.
type raw struct {
	where  string
	text   string
	list   []raw
	fields []rawField
	shape  shape
	null   bool // nothing stands there, or ~ or null
}

type rawField struct {
	name  string
	value raw
}

type shape string

const (
	isText shape = "a text"
	isList shape = "a list"
	isMap  shape = "a group"
)

// typed reads a raw value as what the key wants. The whole of YAML 1.1's guessing
// (octal numbers, NO as false, 1:30 as 90) is left out by this.
func typed(r raw, want reflect.Type) (any, error) {
	switch want {
	case reflect.TypeFor[string]():
		return text(r)
	case reflect.TypeFor[bool]():
		return boolean(r)
	case reflect.TypeFor[int]():
		return number(r)
	case reflect.TypeFor[[]string]():
		return texts(r)
	case reflect.TypeFor[map[string]bool]():
		return entries(r, boolean)
	case reflect.TypeFor[map[string]int]():
		return entries(r, number)
	case reflect.TypeFor[map[string]string]():
		return entries(r, text)
	case reflect.TypeFor[[]Acceptance]():
		return groups(r, "{code: …, key: …}", acceptance)
	case reflect.TypeFor[[]Founder]():
		return groups(r, "{product: …, percent: …}", founder)
	}
	return nil, fmt.Errorf("no key is read as %s", want)
}

func text(r raw) (string, error) {
	if r.shape != isText {
		return "", fmt.Errorf("it must be a text, not %s", r.shape)
	}
	return r.text, nil
}

func boolean(r raw) (bool, error) {
	switch {
	case r.shape == isText && strings.EqualFold(r.text, "true"):
		return true, nil
	case r.shape == isText && strings.EqualFold(r.text, "false"):
		return false, nil
	}
	return false, fmt.Errorf("it must be true or false, not %s", r)
}

// number is a whole number in decimal; a leading zero is refused, since YAML takes
// it for octal and people don't.
func number(r raw) (int, error) {
	n, err := strconv.Atoi(r.text)
	if r.shape != isText || err != nil || strconv.Itoa(n) != r.text {
		return 0, fmt.Errorf("it must be a whole number such as 0, 2 or 120, not %s", r)
	}
	return n, nil
}

func texts(r raw) ([]string, error) {
	if r.shape != isList {
		return nil, fmt.Errorf("it must be a list such as [a, b], not %s", r)
	}
	list := make([]string, len(r.list))
	for i, item := range r.list {
		var err error
		if list[i], err = text(item); err != nil {
			return nil, fmt.Errorf("member %d: %w", i+1, err)
		}
	}
	return list, nil
}

func entries[T any](r raw, read func(raw) (T, error)) (map[string]T, error) {
	if r.shape != isMap {
		return nil, fmt.Errorf("it must be lines of NAME: value, not %s", r)
	}
	found := make(map[string]T, len(r.fields))
	for _, f := range r.fields {
		value, err := read(f.value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		found[f.name] = value
	}
	return found, nil
}

// groups reads a list of groups of keys.
func groups[T any](r raw, example string, read func(raw) (T, error)) ([]T, error) {
	if r.shape != isList {
		return nil, fmt.Errorf("it must be a list of %s, not %s", example, r)
	}
	list := make([]T, len(r.list))
	for i, item := range r.list {
		var err error
		if list[i], err = read(item); err != nil {
			return nil, fmt.Errorf("member %d: %w", i+1, err)
		}
	}
	return list, nil
}

func founder(r raw) (f Founder, err error) {
	if r.shape != isMap {
		return f, fmt.Errorf("it must be {product: …, percent: …}, not %s", r)
	}
	for _, field := range r.fields {
		switch field.name {
		case "product":
			f.Product, err = text(field.value)
		case "percent":
			f.Percent, err = text(field.value)
		default:
			err = fmt.Errorf("%q is neither product nor percent", field.name)
		}
		if err != nil {
			return f, err
		}
	}
	return f, nil
}

func acceptance(r raw) (a Acceptance, err error) {
	if r.shape != isMap {
		return a, fmt.Errorf("it must be {code: …, key: …}, not %s", r)
	}
	for _, f := range r.fields {
		switch f.name {
		case "code":
			a.Code, err = text(f.value)
		case "key":
			a.Key, err = text(f.value)
		default:
			err = fmt.Errorf("%q is neither code nor key", f.name)
		}
		if err != nil {
			return a, err
		}
	}
	return a, nil
}

func (r raw) String() string {
	if r.shape == isText {
		return strconv.Quote(r.text)
	}
	return string(r.shape)
}

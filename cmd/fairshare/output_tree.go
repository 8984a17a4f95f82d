package main

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// node is a document taken apart: an object, a list or a single value. All
// output formats are written from it, so that none can forget a field.
type node struct {
	fields []field // of an object
	items  []node  // of a list
	list   bool
	text   string // of a single value
	quoted bool   // the value is text, not a number or true/false
}

type field struct {
	name  string
	value node
}

func (n node) isObject() bool { return n.fields != nil }
func (n node) isValue() bool  { return n.fields == nil && !n.list }

// treeOf takes a document apart by its json tags. A nil list is an empty list:
// whoever reads the JSON never meets null where a list belongs.
func treeOf(document any) (node, error) { return treeOfValue(reflect.ValueOf(document)) }

func treeOfValue(v reflect.Value) (node, error) {
	if n, ok, err := textNode(v); ok {
		return n, err
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return node{fields: []field{}}, nil
		}
		return treeOfValue(v.Elem())
	case reflect.Struct:
		return treeOfStruct(v)
	case reflect.Slice, reflect.Array:
		return treeOfList(v)
	case reflect.String:
		return node{text: v.String(), quoted: true}, nil
	case reflect.Bool:
		return node{text: strconv.FormatBool(v.Bool())}, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return node{text: strconv.FormatInt(v.Int(), 10)}, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return node{text: strconv.FormatUint(v.Uint(), 10)}, nil
	}
	// Floats are missing on purpose: no figure of ours is one.
	return node{}, fmt.Errorf("a %s can't be printed", v.Type())
}

// textNode is a value that writes itself as text; times are RFC 3339.
func textNode(v reflect.Value) (node, bool, error) {
	if !v.IsValid() || v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		return node{}, false, nil
	}
	switch value := v.Interface().(type) {
	case time.Time:
		return node{text: value.Format(time.RFC3339Nano), quoted: true}, true, nil
	case encoding.TextMarshaler:
		text, err := value.MarshalText()
		return node{text: string(text), quoted: true}, true, err
	}
	return node{}, false, nil
}

func treeOfList(v reflect.Value) (node, error) {
	list := node{list: true, items: make([]node, 0, v.Len())}
	for i := range v.Len() {
		item, err := treeOfValue(v.Index(i))
		if err != nil {
			return node{}, err
		}
		list.items = append(list.items, item)
	}
	return list, nil
}

func treeOfStruct(v reflect.Value) (node, error) {
	object := node{fields: make([]field, 0, v.NumField())}
	for i := range v.NumField() {
		described := v.Type().Field(i)
		name, option, _ := strings.Cut(described.Tag.Get("json"), ",")
		if !described.IsExported() || name == "-" || option == "omitempty" && v.Field(i).IsZero() {
			continue
		}
		value, err := treeOfValue(v.Field(i))
		if err != nil {
			return node{}, fmt.Errorf("%s: %w", described.Name, err)
		}
		if described.Anonymous && name == "" {
			object.fields = append(object.fields, value.fields...)
			continue
		}
		if name == "" {
			name = described.Name
		}
		object.fields = append(object.fields, field{name, value})
	}
	return object, nil
}

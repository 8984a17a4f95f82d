package config

import (
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Print writes the effective configuration as YAML that Load reads again. What a
// secret's file holds is not in it; a comment says that there is one.
func (c *Config) Print(w io.Writer) error {
	source := c.File
	if source == "" {
		source = "no file"
	}
	if _, err := fmt.Fprintf(w, "# effective configuration: defaults, %s, environment\n", source); err != nil {
		return err
	}
	encoder := yaml.NewEncoder(w)
	encoder.SetIndent(2)
	if err := encoder.Encode(groupNode(reflect.ValueOf(c).Elem())); err != nil {
		return fmt.Errorf("print the configuration: %w", err)
	}
	return encoder.Close()
}

func groupNode(v reflect.Value) *yaml.Node {
	group := &yaml.Node{Kind: yaml.MappingNode}
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("mapstructure")
		if secret, ok := v.Field(i).Interface().(Secret); ok && secret.IsSet() {
			group.Content[len(group.Content)-1].FootComment = "# the secret is read: " + secret.String()
		}
		if name != "-" {
			group.Content = append(group.Content, textNode(name), valueNode(v.Field(i)))
		}
	}
	return group
}

func valueNode(v reflect.Value) *yaml.Node {
	switch v.Kind() {
	case reflect.Struct:
		return groupNode(v)
	case reflect.Slice:
		list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for i := range v.Len() {
			list.Content = append(list.Content, valueNode(v.Index(i)))
		}
		return list
	case reflect.Map:
		return mapNode(v)
	case reflect.Bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(v.Bool())}
	case reflect.Int:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.FormatInt(v.Int(), 10)}
	}
	return textNode(v.String())
}

func mapNode(v reflect.Value) *yaml.Node {
	entries := map[string]reflect.Value{}
	for it := v.MapRange(); it.Next(); {
		entries[it.Key().String()] = it.Value()
	}
	group := &yaml.Node{Kind: yaml.MappingNode}
	if len(entries) == 0 {
		group.Style = yaml.FlowStyle
	}
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		group.Content = append(group.Content, textNode(name), valueNode(entries[name]))
	}
	return group
}

// textNode leaves it to the encoder to quote what another reader would take for
// something else.
func textNode(text string) *yaml.Node {
	n := new(yaml.Node)
	n.SetString(text)
	return n
}

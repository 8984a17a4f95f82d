package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strings"
)

// writeJSON writes the tree as indented JSON, the fields in the order of the
// structs: the stable contract of the program.
func writeJSON(w io.Writer, root node) error {
	out := bufio.NewWriter(w)
	if err := jsonNode(out, root, "\n"); err != nil {
		return err
	}
	out.WriteByte('\n')
	return out.Flush()
}

func jsonNode(out *bufio.Writer, n node, indent string) error {
	switch {
	case n.list:
		return jsonMembers(out, "[", "]", len(n.items), indent, func(i int, inner string) error {
			return jsonNode(out, n.items[i], inner)
		})
	case n.isObject():
		return jsonMembers(out, "{", "}", len(n.fields), indent, func(i int, inner string) error {
			if err := jsonText(out, n.fields[i].name); err != nil {
				return err
			}
			out.WriteString(": ")
			return jsonNode(out, n.fields[i].value, inner)
		})
	case n.quoted:
		return jsonText(out, n.text)
	}
	_, err := out.WriteString(n.text)
	return err
}

func jsonMembers(out *bufio.Writer, open, end string, count int, indent string, member func(int, string) error) error {
	inner := indent + "  "
	out.WriteString(open)
	for i := range count {
		out.WriteString(strings.Repeat(",", min(i, 1)) + inner)
		if err := member(i, inner); err != nil {
			return err
		}
	}
	if count > 0 {
		out.WriteString(indent)
	}
	_, err := out.WriteString(end)
	return err
}

func jsonText(out *bufio.Writer, text string) error {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return err
	}
	_, err := out.Write(bytes.TrimSuffix(buffer.Bytes(), []byte("\n")))
	return err
}

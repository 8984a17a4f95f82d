package main

import (
	"encoding/xml"
	"io"
)

// writeXML writes the tree as plain elements: no attributes, no namespaces, an
// element per field and <entry> for each member of a list.
func writeXML(w io.Writer, name string, root node) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := xmlNode(encoder, name, root); err != nil {
		return err
	}
	if err := encoder.Close(); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func xmlNode(encoder *xml.Encoder, name string, n node) error {
	start := xml.StartElement{Name: xml.Name{Local: name}}
	if n.isValue() {
		return encoder.EncodeElement(n.text, start)
	}
	if err := encoder.EncodeToken(start); err != nil {
		return err
	}
	for _, f := range n.fields {
		if err := xmlNode(encoder, f.name, f.value); err != nil {
			return err
		}
	}
	for _, item := range n.items {
		if err := xmlNode(encoder, "entry", item); err != nil {
			return err
		}
	}
	return encoder.EncodeToken(start.End())
}
